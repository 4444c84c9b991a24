# Accesso, sessioni, token, persone e ruoli.

## Messaggi per accedere

mail-greeting-shared = Buongiorno,
mail-sign-in-subject = Accesso alla piattaforma di { $body }
mail-sign-in-heading = Accesso
mail-sign-in-opening = Qualcuno, presumibilmente Lei, ha chiesto di accedere alla piattaforma di { $body }. Il collegamento mostra un pulsante: premendolo si accede.
mail-sign-in-button = Accedi
mail-sign-in-code = Se il collegamento si apre in un browser diverso da quello della richiesta, digitare lì questo codice:
mail-sign-in-code-hint = Il codice vale solo nel browser che lo ha chiesto. Nessuno di { $body } lo chiederà mai.
mail-sign-in-until = Collegamento e codice valgono una volta sola, fino a { $until }.
mail-sign-in-why = Riceve questo messaggio perché qualcuno ha digitato il Suo indirizzo nella pagina di accesso. Se non è stato Lei, lo ignori: non accade nulla.
mail-invitation-subject = Invito alla piattaforma di { $body }
mail-invitation-heading = Invito
mail-invitation-opening = È invitata o invitato alla piattaforma di { $body }, dove opererà per { $organisation }.
mail-invitation-opening-body = È invitata o invitato a lavorare sulla piattaforma di { $body }.
mail-invitation-button = Accetta l'invito
mail-invitation-until = L'invito si può accettare una volta sola, fino a { $until }.
mail-invitation-why = Riceve questo messaggio perché il Suo ente o la segreteria L'ha inserita sulla piattaforma. Non serve una password: in seguito si accede con questo indirizzo.

## Accesso

page-nav-sign-in = Accedi
page-nav-me = Area personale
page-sign-out = Esci
page-sign-in-title = Accesso
page-sign-in-lead = Non serve una password: inviamo un collegamento e un codice al Suo indirizzo.
page-sign-in-email = Indirizzo e-mail
page-sign-in-submit = Inviami il collegamento
page-sign-in-or = Oppure, se lo ha già collegato nella Sua area personale:
page-sign-in-openid = Accedi con { $provider }
page-openid-unknown-title = Non ancora collegato
page-openid-unknown = { $provider } La conosce, ma qui nessuno è ancora collegato a quell'identità. Acceda una volta per e-mail e la colleghi nell'area personale; da allora basta { $provider }.
page-openid-unknown-mail = Accedi per e-mail
page-openid-go-title = Verso il gestore di identità
page-openid-go-lead = Il browser passa al gestore di identità. Se non accade nulla, seguire il collegamento.
page-openid-go = Prosegui verso { $provider }
page-sign-in-code-title = Controllare la posta
page-sign-in-sent = Se l'indirizzo è conosciuto, un messaggio è in arrivo. Vale per { $minutes } minuti.
page-sign-in-code-lead = Seguire il collegamento o digitare qui il codice. Dopo alcuni minuti non è arrivato nulla? Cercare nella posta indesiderata, o chiedere alla segreteria quale indirizzo ha registrato.
page-sign-in-code = Codice di otto cifre
page-sign-in-code-submit = Accedi
page-sign-in-again = Chiedere un altro messaggio
page-sign-in-who = Più persone leggono questa casella. Chi è Lei?
page-sign-in-link-title = Accesso
page-sign-in-link-lead = Premere il pulsante per accedere alla piattaforma di { $body }. Il collegamento vale una volta sola.
page-sign-in-link-submit = Accedi
page-invitation-title = Il Suo invito
page-invitation-lead = Premere il pulsante per accettare l'invito alla piattaforma di { $body } e accedere. In seguito si accede con il proprio indirizzo e-mail.
page-invitation-submit = Accetta e accedi
page-set-up-title = Avvio della piattaforma
page-set-up-lead = Nessuno amministra ancora questa piattaforma. Chi compila questo modulo ne diventa il primo amministratore, e in seguito accede con questo indirizzo.
page-set-up-submit = Diventa primo amministratore
page-person-given-name = Nome
page-person-family-name = Cognome

## Area personale

page-me-title = Area personale
page-me-roles = I Suoi ruoli
page-me-roles-none = Oggi non ha alcun ruolo: vede ciò che vedono tutti.
page-me-coordinator = Coordinamento del tavolo
page-me-seat = Titolare di un seggio
page-me-sessions = Dove è connesso o connessa
page-me-session-current = Questo browser
page-me-session-since = Accesso
page-me-session-end = Termina la sessione
page-me-last-used = ultimo uso
page-me-openid = Gestori di identità
page-me-openid-lead = Con un gestore di identità collegato a Lei si accede senza messaggi. I Suoi ruoli restano gli stessi.
page-me-openid-since = Collegato
page-me-openid-unlink = Scollega
page-me-openid-link = Collega { $provider }
page-me-tokens = Token dei Suoi programmi
page-me-tokens-lead = Un programma mostra un token per operare a Suo nome attraverso l'API. Non arriva mai più lontano di Lei.
page-me-token-fresh = Questo è il token. È mostrato solo adesso: conservarlo in un luogo sicuro.
page-me-token-until = Vale fino a
page-me-token-revoke = Revoca
page-me-token-new = Crea un token
page-me-token-label = A che cosa serve?
page-me-token-scope = Fin dove arriva?
page-me-token-span = Per quanto tempo?
page-me-token-days = { $days } giorni
page-me-token-make = Crea il token
token-scope-read = Legge ciò che vede Lei
token-scope-write = Svolge anche il Suo lavoro
token-scope-manage = Gestisce anche persone, ruoli e token
sign-in-method-mail-link = Con il collegamento di un messaggio
sign-in-method-mail-code = Con il codice di un messaggio
sign-in-method-invitation = Con un invito
sign-in-method-set-up = Con il collegamento di avvio
sign-in-method-open-id = Con un gestore di identità
