# Names of states and kinds, as `group-value`. The values are those of the enums of cordata-domain.

plan-state-draft = In redazione
plan-state-consultation = In consultazione
plan-state-adopted = Adottato
plan-state-in-force = In vigore
plan-state-closed = Concluso
plan-state-reported = Rendicontato

action-state-draft = In redazione
action-state-active = In corso
action-state-completed = Completata
action-state-abandoned = Abbandonata

competence-own = Competenza della Città metropolitana
competence-others = Competenza di altri enti
competence-shared = Competenza condivisa

city-role-delivers = Realizza
city-role-directs = Indirizza
city-role-stimulates = Stimola
city-role-promotes = Promuove

actor-group-institutional-body = Enti istituzionali
actor-group-economic-or-social-party = Parti economiche e sociali
actor-group-civil-society = Società civile
actor-group-university-or-training-body = Università ed enti di formazione

table-kind-permanent-mountain = Tavolo permanente per la montagna
table-kind-coordination = Tavolo di coordinamento
table-kind-thematic = Tavolo tematico
table-kind-zone = Tavolo di zona omogenea
table-kind-working-group = Gruppo di lavoro

table-state-proposed = Proposto
table-state-active = Attivo
table-state-suspended = Sospeso
table-state-dissolved = Sciolto

publicity-public = Pubblico
publicity-reserved = Riservato

seat-kind-ex-officio = Componente di diritto
seat-kind-effective = Componente effettivo
seat-kind-invited = Invitato permanente
seat-kind-technical-support = Supporto tecnico

seat-state-invited = Invitato a partecipare
seat-state-active = Attivo
seat-state-suspended = Sospeso
seat-state-ended = Cessato

holder-capacity-titular = Titolare
holder-capacity-substitute = Supplente

meeting-kind-ordinary = Ordinaria
meeting-kind-urgent = Urgente
meeting-kind-second-call = Seconda convocazione

meeting-mode-in-person = In presenza
meeting-mode-remote = A distanza
meeting-mode-hybrid = In presenza e a distanza

meeting-state-draft = In preparazione
meeting-state-convened = Convocata
meeting-state-postponed = Rinviata
meeting-state-open = In corso
meeting-state-closed = Conclusa
meeting-state-cancelled = Annullata

meeting-outcome-valid = Seduta valida
meeting-outcome-inquorate = Numero legale non raggiunto

agenda-item-kind-information = Informativa
agenda-item-kind-discussion = Discussione
agenda-item-kind-decision = Decisione

agenda-item-state-open = Da trattare
agenda-item-state-discussed = Trattato
agenda-item-state-decided = Deciso
agenda-item-state-deferred = Rinviato alla prossima seduta

answer-kind-attending = Parteciperà
answer-kind-substitute-attends = Parteciperà il supplente
answer-kind-absent = Assente

presence-in-person = Presente in sala
presence-remote = Presente a distanza
presence-absent = Assente

decision-method-consensus = Consenso unanime
decision-method-open-vote = Voto palese
decision-method-secret-vote = Voto segreto

majority-simple = Maggioranza semplice
majority-absolute = Maggioranza assoluta
majority-qualified = Maggioranza qualificata (due terzi)

decision-state-adopted = Approvata
decision-state-rejected = Respinta
decision-state-superseded = Sostituita

follow-up-state-open = Da avviare
follow-up-state-in-progress = In corso
follow-up-state-done = Svolto
follow-up-state-verified = Verificato
follow-up-state-cancelled = Annullato

mail-state-queued = In coda
mail-state-leased = In lavorazione
mail-state-sent = Consegnato al server di posta
mail-state-uncertain = Esito incerto
mail-state-deferred = Rimandato
mail-state-failed = Non inviato
mail-state-suppressed = Indirizzo non valido
mail-state-expired = Scaduto prima della consegna
mail-state-skipped = Non inviato perché non più dovuto

role-delegate = Delegato dell'ente
role-org-manager = Referente dell'ente
role-secretariat = Segreteria
role-steward = Responsabile dei dati
role-auditor = Revisore
role-platform-admin = Amministratore della piattaforma

ground-everyone = Chiunque
ground-operator = Gestore dell'installazione
ground-signed-in = Chi ha effettuato l'accesso
ground-themselves = La persona interessata
ground-delegate = Delegato dell'ente
ground-seat-holder = Chi siede al tavolo
ground-org-manager = Referente dell'ente
ground-coordinator = Coordinatore del tavolo
ground-secretariat = Segreteria
ground-steward = Responsabile dei dati
ground-auditor = Revisore
ground-platform-admin = Amministratore della piattaforma

project-state-idea = Idea
project-state-co-design = In coprogettazione
project-state-approved = Approvato
project-state-implementing = In attuazione
project-state-finalising = In chiusura
project-state-closed = Chiuso
project-state-suspended = Sospeso
project-state-cancelled = Annullato

commitment-state-pledged = Promesso
commitment-state-confirmed = Confermato
commitment-state-closed = Chiuso
commitment-state-revoked = Revocato
commitment-state-decommitted = Disimpegnato
in-kind-state-declared = Dichiarato
in-kind-state-documented = Documentato
in-kind-state-accepted = Accettato
in-kind-state-rejected = Respinto

nature-cash = In denaro
nature-in-kind = In natura

entry-kind-pledged = Promesso
entry-kind-confirmed = Confermato
entry-kind-reduced = Ridotto
entry-kind-ordered = Ordinato
entry-kind-paid = Pagato
entry-kind-reversed = Stornato

proposal-state-draft = In redazione
proposal-state-open = Aperta
proposal-state-adopted = Adottata
proposal-state-withdrawn = Ritirata

change-unchanged = Invariata
change-added = Aggiunta
change-removed = Tolta
change-changed = Modificata

contribution-kind-idea = Idea
contribution-kind-proposal = Proposta
contribution-kind-offer = Offerta

contribution-state-received = Ricevuto
contribution-state-forwarded = Affidato a un tavolo
contribution-state-merged = Accolto in una proposta
contribution-state-declined = Non accolto
