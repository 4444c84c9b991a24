# Agreements: names, refusals, and the words of their pages.

agreement-kind-memorandum = Protocollo d'intesa
agreement-kind-pa-agreement = Accordo tra pubbliche amministrazioni
agreement-kind-convention = Convenzione
agreement-kind-programme-agreement = Accordo di programma
agreement-kind-partnership = Partenariato
agreement-kind-codesign = Coprogettazione

agreement-state-draft = In bozza
agreement-state-negotiation = In discussione
agreement-state-text-frozen = Testo definitivo
agreement-state-signing = In corso di firma
agreement-state-ratification-pending = In attesa di approvazione o pubblicazione
agreement-state-concluded = Concluso, non ancora iniziato
agreement-state-in-force = In vigore
agreement-state-expired = Scaduto
agreement-state-terminated = Cessato
agreement-state-abandoned = Abbandonato

agreement-lack-text-not-frozen = il testo non è definitivo
agreement-lack-signatures =
    { $missing ->
        [one] manca una firma valida
       *[other] mancano { $missing } firme valide
    }
agreement-lack-ratification = manca l'atto di approvazione
agreement-lack-lapsed = non è stato ratificato entro 30 giorni ed è decaduto
agreement-lack-publication = manca la pubblicazione
agreement-lack-not-begun = il periodo inizia il { $from }
agreement-lack-expired = il periodo è finito
agreement-lack-terminated = è cessato prima della scadenza
agreement-lack-abandoned = è stato abbandonato prima della conclusione

agreement-in-force-since = In vigore dal { $since }.
agreement-in-force-from-to = In vigore dal { $since } al { $until }.
agreement-not-in-force = Non in vigore: { $reasons }.

participation-required = Necessaria
participation-adhering = Aderente

party-state-invited = Invitato
party-state-authorised = Autorizzato a firmare
party-state-signed = Ha firmato
party-state-withdrawn = Ha esercitato il recesso
party-state-declined = Ha rinunciato

signature-kind-handwritten = Firma autografa
signature-kind-advanced-electronic = Firma elettronica avanzata
signature-kind-qualified-electronic = Firma elettronica qualificata
signature-kind-digital = Firma digitale
signature-kind-spid = Firma con SPID

signature-standing-declared = Dichiarata
signature-standing-verified = Verificata
signature-standing-invalid = Non valida

## Refusals

refusal-signature-kind-invalid = Questo tipo di accordo non può essere firmato a mano: usare una firma elettronica, altrimenti l'accordo è nullo.
refusal-party-not-pa = A questo tipo di accordo possono partecipare solo pubbliche amministrazioni: scegliere un altro ente, oppure un altro tipo di accordo.
refusal-authorising-act-missing = Manca l'atto che autorizza la firma, oppure è successivo alla firma: registrare prima l'atto dell'ente, con una data non posteriore.
refusal-text-hash-mismatch = Il testo letto non è quello da firmare: ricaricare l'accordo, rileggere il testo e riprovare.
refusal-agreement-not-in-force = L'accordo non è in vigore: scegliere un accordo in vigore, oppure registrare la promessa senza accordo.
refusal-format-sha-256 = L'impronta del testo non ha la forma prevista: copiare le 64 cifre esadecimali mostrate con il testo.
refusal-blank-clauses = Il testo è vuoto: scrivere almeno una clausola.
refusal-blank-parties = Servono almeno due parti necessarie: invitarle prima di rendere definitivo il testo.

## Pages

page-nav-agreements = Gli accordi
page-agreements-title = Gli accordi
page-agreements-lead = Che cosa si sono impegnati a fare gli enti, insieme e per iscritto.
page-agreements-none = Nessun accordo pubblicato.
page-agreement-signed =
    { $total ->
        [one] Firme: { $signed } su una
       *[other] Firme: { $signed } su { $total }
    }
page-agreement-summary = In breve
page-agreement-kind = Tipo di accordo
page-agreement-period = Periodo previsto
page-agreement-renewal = Rinnovo
page-agreement-ratification = Atto di approvazione
page-agreement-publication = Pubblicazione
page-agreement-published = { $date }, { $reference }
page-agreement-act = { $body }, atto n. { $number } del { $date }
page-agreement-ended = Cessazione
page-agreement-ended-on = dal { $date }: { $reason }
page-agreement-parties = Le parti
page-agreement-parties-caption = Enti che partecipano all'accordo, atto che li autorizza e firma
page-agreement-participation = Partecipazione
page-agreement-party-act = Atto che autorizza
page-agreement-party-act-none = Non ancora registrato
page-agreement-signature = Firma
page-agreement-signature-none = Non ancora firmato
page-agreement-signature-of = { $kind }, { $date } ({ $standing })
page-agreement-withdrawn-on = dal { $date }
page-agreement-text = Il testo
page-agreement-text-version = Versione { $number }, definitiva dal { $date }.
page-agreement-hash = Impronta del testo (SHA-256)
page-agreement-projects = Progetti
page-agreement-projects-none = L'accordo non indica progetti.
page-agreement-commitments = Impegni presi con questo accordo
page-agreement-commitments-none = Nessun impegno registrato con questo accordo.
page-agreement-commitments-caption = Chi ha promesso che cosa, e a quale progetto
page-agreement-project = Progetto
page-project-agreements = Accordi
