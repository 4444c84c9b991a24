## States

minutes-state-draft = In redazione
minutes-state-circulated = Trasmesso
minutes-state-approved = Approvato
minutes-state-signed = Firmato
minutes-state-published = Pubblicato
minutes-state-remarks-open = Trasmesso, con il termine per le osservazioni aperto
minutes-state-remarks-closed = Trasmesso, con il termine per le osservazioni scaduto

## Refusals

refusal-minutes-immutable = Un verbale approvato non cambia più: riportare la rettifica nel verbale della seduta successiva.
refusal-already-exists-meeting-id = Questa seduta ha già un verbale: modificare quello.
refusal-illegal-draft-minutes = Il verbale si scrive a seduta chiusa; lo stato di questa è «{ $state }»: chiudere prima la seduta.
refusal-illegal-circulate-minutes = Si può trasmettere solo un verbale in redazione; lo stato di questo è «{ $state }»: per cambiarlo, modificarne prima il testo.
refusal-illegal-remark-on-minutes = Le osservazioni si accolgono sul verbale trasmesso, fino alla fine del termine; lo stato di questo è «{ $state }»: scrivere a chi coordina il tavolo.
refusal-illegal-approve-minutes = Il verbale si approva dopo che è stato trasmesso e che il termine per le osservazioni è scaduto; lo stato di questo è «{ $state }»: attendere fino ad allora.
refusal-illegal-sign-minutes = La firma si registra su un verbale approvato; lo stato di questo è «{ $state }»: ricaricare la pagina.
refusal-illegal-publish-minutes = Si può pubblicare solo un verbale firmato; lo stato di questo è «{ $state }»: registrare prima la firma.

## Pages

page-meeting-minutes = Leggi il verbale
page-minutes-title = Verbale: { $title }
page-minutes-facts = Il verbale in breve
page-minutes-version = Versione del testo
page-minutes-circulated = Trasmesso il
page-minutes-remarks-until = Osservazioni fino al
page-minutes-approved = Approvato il
page-minutes-signed = Firmato il
page-minutes-published = Pubblicato il
page-minutes-protocol = Numero di protocollo
page-minutes-public = Parte pubblica
page-minutes-reserved = Parte riservata
page-minutes-reserved-note = Riservata a chi partecipa al tavolo: non va diffusa.
page-minutes-reserved-none = Non c'è nulla di riservato.
page-minutes-hash = Impronta dell'intero testo (SHA-256)
page-minutes-remarks = Osservazioni
page-minutes-remarks-none = Nessuno ha fatto osservazioni.
page-minutes-remark-by = { $organisation }, { $date }, sulla versione { $number }
page-minutes-remark = Fare un'osservazione
page-minutes-remark-text = La Sua osservazione
page-minutes-remark-submit = Invia l'osservazione
