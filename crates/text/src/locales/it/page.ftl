# Words of pages.

## Every page

page-title = { $title } – { $site }
page-skip-to-content = Vai al contenuto principale
page-navigation = Navigazione principale
page-breadcrumb = Percorso di navigazione
page-nav-plan = Il piano
page-nav-tables = I tavoli
page-nav-decisions = Le decisioni
page-nav-accessibility = Accessibilità
page-language = Lingua
page-language-this = Italiano
page-language-switch = Leggi questa pagina in italiano
page-footer-about = { $body } pubblica qui il Piano strategico metropolitano e i lavori dei tavoli che lo attuano.
page-footer-licence = Salvo diversa indicazione, i dati sono disponibili con licenza CC BY 4.0.
page-footer-source = Realizzato con Cordata, software libero.
page-state = Stato
page-reason = Motivo
page-number = Numero
page-date = Data
page-organisation = Ente
page-yes = Sì
page-no = No
page-from-to = dal { $from } al { $to }
page-since = dal { $from }
page-next = Pagina successiva

## The plan

page-home-title = Il Piano strategico metropolitano
page-home-lead = Che cosa prevede il piano, chi lo attua e che cosa si decide ai tavoli.
page-home-upcoming = Prossime sedute
page-home-upcoming-none = Nessuna seduta in calendario.
page-home-recent-decisions = Ultime decisioni
page-home-recent-decisions-none = Nessuna decisione pubblicata.
page-home-no-plan = Nessun piano è ancora pubblicato.
page-plan = Piano strategico
page-plan-edition = Edizione { $edition }
page-plan-period = Periodo
page-plan-adopting-act = Atto di adozione
page-plan-other-editions = Altre edizioni
page-axis = Asse { $code }
page-strategy = Strategia { $code }
page-strategy-none = Nessuna strategia in questo asse.
page-action = Azione { $code }
page-action-none = Nessuna azione in questa strategia.
page-action-lead = Ente capofila

## Tables

page-tables-title = I tavoli
page-tables-lead = Gli organismi in cui gli enti del territorio si confrontano e decidono come attuare il piano.
page-tables-none = Nessun tavolo pubblicato.
page-table-kind = Tipo di tavolo
page-table-founding-act = Atto istitutivo
page-table-zone = Zona omogenea
page-table-parent = Istituito da
page-table-mandate = Di che cosa si occupa
page-table-mandate-none = Nessun asse o strategia indicato.
page-table-composition = Composizione
page-table-composition-caption = Enti che siedono al tavolo
page-table-composition-none = Nessun ente siede ancora al tavolo.
page-table-seat-kind = Titolo
page-table-seat-voting = Diritto di voto
page-table-voting-seats =
    { $count ->
        [one] Un seggio con diritto di voto
       *[other] { $count } seggi con diritto di voto
    }
page-table-rules = Regole di funzionamento
page-table-rules-notice-ordinary =
    { $days ->
        [one] Preavviso di una seduta ordinaria: un giorno lavorativo
       *[other] Preavviso di una seduta ordinaria: { $days } giorni lavorativi
    }
page-table-rules-notice-urgent =
    { $days ->
        [one] Preavviso di una seduta urgente: un giorno lavorativo
       *[other] Preavviso di una seduta urgente: { $days } giorni lavorativi
    }
page-table-rules-quorum = Numero legale: { $share } dei seggi con diritto di voto
page-table-meetings = Sedute
page-table-meetings-upcoming = In programma
page-table-meetings-past = Già svolte
page-table-meetings-none = Nessuna seduta.
page-table-decisions = Decisioni
page-table-decisions-none = Nessuna decisione.

## Projects

page-nav-projects = I progetti
page-until = fino al { $to }
page-projects-title = I progetti
page-projects-lead = Le opere e le iniziative che attuano il piano: di che cosa hanno bisogno e che cosa manca ancora.
page-projects-search = Cerca nei titoli
page-projects-search-submit = Cerca
page-projects-all = Tutti i progetti
page-projects-none = Nessun progetto pubblicato.
page-projects-none-found = Nessun progetto ha queste parole nel titolo.
page-project-summary = In breve
page-project-need-none = Quanto serve non è ancora indicato.
page-project-need-cash = In denaro: servono { $budget }; confermati { $confirmed }; ancora da reperire { $difference }.
page-project-need-cash-met = In denaro: servono { $budget }; confermati { $confirmed }; non resta nulla da reperire.
page-project-need-cash-over = In denaro: servono { $budget }; confermati { $confirmed }, cioè { $difference } in più di quanto serve.
page-project-need-in-kind = In natura (lavoro e beni): servono { $budget }; confermati { $confirmed }; ancora da reperire { $difference }.
page-project-need-in-kind-met = In natura (lavoro e beni): servono { $budget }; confermati { $confirmed }; non resta nulla da reperire.
page-project-need-in-kind-over = In natura (lavoro e beni): servono { $budget }; confermati { $confirmed }, cioè { $difference } in più di quanto serve.
page-project-covered = Quota confermata: { $percent }
page-project-anomaly = Gli importi pubblicati non tornano: il totale indicato è { $budget }, i contributi sommano { $promised }, i pagamenti { $paid }. Sono mostrati come sono stati pubblicati, esclusi dai totali certificati.
page-project-anomaly-short = Gli importi pubblicati non tornano: esclusi dai totali certificati.
page-project-lead = Ente capofila
page-project-lead-none = Non ancora indicato
page-project-cups = Codice unico di progetto (CUP)
page-project-measure = Misura
page-project-dates = Durata
page-project-origin = Provenienza dei dati
page-project-imported =
    { $nth ->
        [1] Importato dai dati pubblicati { $source }, codice { $code }
       *[other] Importato dai dati pubblicati { $source }, codice { $code }, riga n. { $nth } con questo codice
    }
page-project-contributions = Chi contribuisce con che cosa
page-project-contributions-caption = Contributi promessi, confermati e pagati; denaro e contributi in natura non si sommano
page-project-contributions-none = Nessun contributo registrato.
page-project-contributions-first = Sono elencati i primi 200 contributi; i totali li comprendono tutti.
page-project-contributor = Chi contribuisce
page-project-contributor-unnamed = Non nominato
page-project-source = Fonte
page-project-source-none = Non indicata
page-project-nature = Denaro o natura
page-project-promised = Promesso
page-project-confirmed = Confermato
page-project-paid = Pagato o fornito
page-project-paid-validated = di cui validati { $amount }
page-project-declared = dichiarati e non ancora accettati { $amount }
page-project-sum = Totale: { $nature }
page-project-contribution-imported = importato
page-project-contribution-uncertified = non certificato
page-project-milestones = Tappe
page-project-milestones-caption = Tappe del progetto e loro avanzamento
page-project-milestones-none = Nessuna tappa indicata.
page-project-milestone = Tappa
page-project-milestone-due = Scadenza
page-project-milestone-progress = Avanzamento
page-project-milestone-done = Completamento: { $percent }
page-project-milestone-late = In ritardo
page-project-budgets = Storia del bilancio
page-project-budgets-caption = Versioni del bilancio, dalla prima all'ultima, che è quella in vigore
page-project-budgets-none = Nessun bilancio pubblicato.
page-project-budget-from = In vigore dal
page-project-budget-cash = In denaro
page-project-budget-in-kind = In natura
page-project-budget-no-reason = Nessun motivo indicato
page-project-actions = Azioni del piano
page-project-actions-none = Il progetto non è collegato ad alcuna azione del piano.
page-project-share = Parte del progetto: { $percent }

## Meetings

page-meeting-numbered = Seduta n. { $number }
page-meeting-convocation-number = Convocazione n. { $number } del { $date }
page-meeting-kind = Tipo di seduta
page-meeting-mode = Modalità
page-meeting-when = Quando
page-meeting-where = Dove
page-meeting-where-remote = Solo a distanza
page-meeting-add-to-calendar = Aggiungi al calendario
page-meeting-agenda = Ordine del giorno
page-meeting-agenda-none = L'ordine del giorno non è ancora pubblicato.
page-meeting-item = Punto { $position }
page-meeting-item-urgent = Aggiunto d'urgenza
page-meeting-item-carried = Rinviato da una seduta precedente
page-meeting-documents = Documenti
page-meeting-documents-none = Nessun documento ancora pubblicato.
page-meeting-urgent = Seduta convocata d'urgenza. Motivo: { $reason }
page-meeting-postponed = La seduta è rinviata a data da destinarsi. Motivo: { $reason }
page-meeting-cancelled = La seduta è annullata. Motivo: { $reason }
page-meeting-quorum = Numero legale
page-meeting-quorum-passed = Raggiunto: { $represented } seggi rappresentati su { $base }, ne occorrono { $required }.
page-meeting-quorum-failed = Non raggiunto: { $represented } seggi rappresentati su { $base }, ne occorrono { $required }.
page-meeting-decisions = Decisioni
page-meeting-follow-ups = Adempimenti

## Decisions and follow-ups

page-decisions-title = Le decisioni
page-decisions-lead = Le decisioni dei tavoli, dalla più recente.
page-decision = Decisione n. { $number }
page-decision-item = Punto all'ordine del giorno
page-decision-method = Metodo
page-decision-majority = Maggioranza richiesta
page-decision-votes = Voti
page-decision-in-conflict = In conflitto di interessi
page-decision-binds = Enti impegnati
page-follow-up-owner = Ente incaricato
page-follow-up-due = Scadenza
page-follow-up-overdue = In ritardo
page-follow-up-evidence = Che cosa lo dimostra

## The answer to a convocation

page-answer-title = Rispondere alla convocazione
page-answer-lead = Indicare chi parteciperà per { $organisation }.
page-answer-legend = Chi partecipa alla seduta?
page-answer-attending = Parteciperò
page-answer-attending-substitute = Parteciperò come supplente
page-answer-substitute-attends = Parteciperà il supplente
page-answer-absent = Nessuno potrà partecipare
page-answer-submit = Invia la risposta
page-answer-choose = Scegliere una delle risposte, poi inviarla.
page-answer-current = Risposta attuale: { $answer }, data il { $moment }.
page-answer-done-title = Risposta registrata
page-answer-done-attending = Grazie: la partecipazione di { $organisation } è confermata.
page-answer-done-substitute-attends = Grazie: per { $organisation } parteciperà il supplente.
page-answer-done-absent = Grazie: è registrato che nessuno parteciperà per { $organisation }.
page-answer-unusable-title = Questo collegamento non è utilizzabile
page-answer-unusable = Il collegamento è già stato usato, è scaduto perché la seduta è iniziata o non si terrà, oppure non è stato aperto per intero. Riprovare dal messaggio di convocazione; se il problema rimane, rivolgersi alla segreteria del tavolo.

## The digest's switch

page-digest-stop-title = Riepilogo quotidiano
page-digest-stop-question = Non ricevere più il riepilogo quotidiano?
page-digest-stop-submit = Non inviarmelo più
page-digest-stopped = Il riepilogo quotidiano non sarà più inviato. Le convocazioni e gli altri avvisi dovuti continueranno ad arrivare.

## Accessibility and errors

page-accessibility-title = Accessibilità
page-accessibility-goal = Queste pagine sono costruite per rispettare le linee guida WCAG 2.1, livello AA: si usano da tastiera, con lettori di schermo e senza JavaScript, e nessuna informazione è affidata al solo colore.
page-accessibility-feedback = Se qualcosa non è accessibile, segnalarlo a { $address }: indicare l'indirizzo della pagina e la difficoltà incontrata.
page-error-not-found-title = Pagina non trovata
page-error-not-found = La pagina non esiste, oppure non è pubblica. Controllare l'indirizzo o tornare alla pagina iniziale.
page-error-fault-title = Si è verificato un errore
page-error-fault = La richiesta non è andata a buon fine per un problema nostro. Riprovare tra qualche minuto; se l'errore si ripete, segnalarlo indicando il codice { $reference }.
page-error-bad-request-title = Richiesta non comprensibile
page-error-bad-request = L'indirizzo o il modulo inviato non è corretto. Tornare alla pagina precedente e riprovare.
page-error-too-many-title = Troppe richieste
page-error-too-many = Da qui sono arrivate troppe richieste in poco tempo. Attendere qualche istante e ricaricare la pagina; chi ha già effettuato l'accesso con questo browser può entrare e proseguire.
page-error-home = Torna alla pagina iniziale

## What the pages add

page-home = Pagina iniziale
page-home-tables = I tavoli al lavoro
page-home-all-tables = Tutti i tavoli
page-home-all-decisions = Tutte le decisioni
page-nav-privacy = Riservatezza
page-footer = Informazioni sul sito
page-plan-contents = Gli assi di questo piano
page-table = Tavolo
page-table-state = Stato del tavolo
page-meeting-documents-letter = Stampa la convocazione
page-meeting-facts = La seduta in breve
page-decision-tally =
    Favorevoli: { $inFavour }. Contrari: { $against }. Astenuti: { $abstained }. Presenti non votanti: { $notVoting }.
page-answer-once = Il collegamento registra una sola risposta, fino all'inizio della seduta: { $moment }. In seguito la si può cambiare nella pagina della seduta, dopo l'accesso, o tramite la segreteria del tavolo.
page-answer-missing = Manca la risposta. { page-answer-choose }
page-answer-kept-title = Risposta non registrata
page-answer-kept = Il collegamento registra una sola risposta ed è già stato usato: la risposta appena inviata non è stata registrata. Resta valida quella data il { $moment }: «{ $answer }».
page-answer-to-change = Fino all'inizio della seduta la risposta si può cambiare nella pagina della seduta, dopo l'accesso, oppure rivolgendosi alla segreteria del tavolo.
page-answer-change = Cambia la risposta nella pagina della seduta
page-meeting-answer = La Sua risposta alla convocazione
page-meeting-answer-until = La risposta si può cambiare fino all'inizio della seduta.
page-answer-meeting = Apri la pagina della seduta

## The statements

page-accessibility-tested = Le pagine sono controllate con strumenti automatici su schermi grandi e piccoli; i caratteri si possono ingrandire fino al 400 % senza perdere contenuti.
page-accessibility-status = Non sono note difficoltà di accesso. I testi scritti dagli enti, come gli ordini del giorno e le decisioni, sono pubblicati nella lingua in cui sono stati scritti.
page-accessibility-remedy = Chi segnala una difficoltà riceve una risposta; se la risposta manca o non risolve il problema, ci si può rivolgere al Difensore civico per il digitale presso l'Agenzia per l'Italia digitale.
page-privacy-title = Riservatezza
page-privacy-visitors = Per leggere queste pagine non serve registrarsi. Non usano cookie, non contano i visitatori e non chiedono nulla ad altri siti.
page-privacy-public = Le pagine pubbliche nominano gli enti, mai le persone che li rappresentano ai tavoli.
page-privacy-members = Dei componenti dei tavoli { $body } conserva il nome, l'indirizzo di posta elettronica, gli incarichi e le risposte alle convocazioni: servono a convocare le sedute e a documentarle. Chi accede riceve due cookie: quello della sessione e uno che per 180 giorni fa riconoscere il browser, perché nessun estraneo possa impedire l'accesso; da solo non apre nulla.
page-privacy-network = Per limitare gli abusi il sistema conta le richieste di ogni rete. Gli indirizzi di rete restano nella memoria del servizio per un minuto e non si scrivono nei registri; per i contributi, le richieste di accesso e gli inviti si conserva un'impronta della rete o della casella, che non permette di risalirvi senza un segreto del sistema, fino a { $hashes ->
        [one] un giorno
       *[other] { $hashes } giorni
    } dopo l'ora o il giorno a cui serve.
page-privacy-records = Gli atti restano: verbali, decisioni, firme, pagamenti e il registro di chi ha fatto che cosa servono a rendere conto e si conservano senza scadenza. Nominano le persone con un codice interno; accanto al registro si conservano i nomi e gli indirizzi che una persona ha avuto, fino alla sua cancellazione.
page-privacy-kept = Si conservano per un tempo limitato: testo e indirizzo dei messaggi di posta, { $mails ->
        [one] un giorno
       *[other] { $mails } giorni
    }; i collegamenti personali contenuti nei messaggi, { $links ->
        [one] un giorno
       *[other] { $links } giorni
    } dopo la scadenza; le tracce tecniche delle operazioni compiute, { $jobs ->
        [one] un giorno
       *[other] { $jobs } giorni
    }; le risposte già date a una richiesta ripetuta, { $keys ->
        [one] un giorno
       *[other] { $keys } giorni
    }; i dati di chi è stato invitato in un ente e non ha mai accettato, { $invited ->
        [one] un giorno
       *[other] { $invited } giorni
    } dopo l'ultimo invito.
page-privacy-erasure = Chi lo chiede e non ricopre più incarichi viene cancellato: nome, indirizzi, chiavi di accesso, preferenze e testo dei messaggi ricevuti non esistono più, e negli atti resta «Persona cancellata». La copia dei propri dati comprende tutto ciò che riguarda la persona, in un solo documento.
page-privacy-rights = Ogni persona può chiedere una copia dei propri dati, la loro correzione e, nei casi previsti dalla legge, la cancellazione.
page-privacy-feedback = Per le richieste scrivere a { $address }.

## The convocation letter

page-letter-addressees = Agli enti
page-letter-non-voting = senza diritto di voto
page-letter-subject = Oggetto: convocazione della seduta «{ $title }»
page-letter-opening = Gli enti in indirizzo sono convocati alla seduta che si terrà { $moment }.
page-letter-remote = Il collegamento per partecipare a distanza si trova nella convocazione inviata per posta elettronica.
page-letter-closing = Chi non può partecipare è pregato di comunicarlo per tempo, indicando se parteciperà il supplente.
page-letter-signature = Per il coordinamento del tavolo

## Persone

person-erased = Persona cancellata
