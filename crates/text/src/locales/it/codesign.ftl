# Parole della co-progettazione e dei contributi: pagine e posta.

## Elenco delle proposte

page-nav-proposals = Proposte
page-proposals-title = Le proposte dei tavoli
page-proposals-lead = I testi che gli enti scrivono insieme, versione dopo versione, con i commenti e gli enti che li sostengono.
page-proposals-none = Nessuna proposta è aperta.
page-proposals-contribute = Ha un'idea? La invii
page-proposals-version = Versione { $number } del { $date }, proposta da { $organisation }

## Una proposta

page-proposal-table = Tavolo
page-proposal-project = Progetto
page-proposal-opened = Aperta il
page-proposal-text = Testo: versione { $number }
page-proposal-text-by = Proposta da { $organisation } il { $date }.
page-proposal-text-earlier = Questa è una versione precedente. L'ultima è la numero { $number }.
page-proposal-text-last = Leggi l'ultima versione
page-proposal-comments = Commenti a questa clausola
page-proposal-comment-by = { $organisation }, { $date }, sulla versione { $number }
page-proposal-comment-settled = Discussione chiusa il { $date }.
page-proposal-endorsements = Enti che la sostengono
page-proposal-endorsements-none = Nessun ente ha ancora dichiarato il suo sostegno.
page-proposal-endorsed = { $organisation }: sostiene la versione { $number } dal { $date }
page-proposal-endorsed-last = Ultima versione
page-proposal-endorsed-earlier = Per una versione precedente
page-proposal-versions = Versioni
page-proposal-versions-caption = Tutte le versioni del testo
page-proposal-version = Versione
page-proposal-version-read = Versione { $number }
page-proposal-version-note = Che cosa cambia
page-proposal-version-hash = Impronta SHA-256
page-proposal-version-no-note = Nessuna nota
page-proposal-version-states = Stati precedenti:
page-proposal-version-restored = Riprende la versione { $number }
page-proposal-restore-submit = Riportare questo testo come ultima versione
page-proposal-restore-lead = Nulla di quanto scritto nel frattempo va perduto: resta leggibile qui.
page-proposal-compare = Confronta due versioni
page-proposal-compare-from = Dalla versione
page-proposal-compare-to = Alla versione
page-proposal-compare-submit = Mostra le differenze
page-proposal-differences = Differenze dalla versione { $from } alla versione { $to }
page-proposal-differences-legend = Le parole aggiunte sono sottolineate, quelle tolte sono barrate.
page-proposal-differences-none = Le due versioni sono uguali.
page-proposal-moved = Spostata dal posto { $from } al posto { $to }
page-proposal-inserted = aggiunto:
page-proposal-deleted = tolto:
page-proposal-end = fine
page-proposal-take-part = Come partecipare
page-proposal-take-part-members = Gli enti che siedono al tavolo commentano e dichiarano qui il loro sostegno dopo l'accesso, e propongono versioni tramite l'interfaccia GraphQL.
page-proposal-comment = Commenta questo articolo
page-proposal-comment-text = Il Suo commento
page-proposal-comment-submit = Invia il commento
page-proposal-speak-for = Per quale ente?
page-proposal-endorse-submit = Sostieni questa versione
page-proposal-take-part-citizens = Chi non siede al tavolo può inviare un contributo: riceverà sempre una risposta.

## Il modulo per contribuire

page-contribute-title = Contribuisca al piano
page-contribute-lead = Invii un'idea, una proposta o un'offerta. La segreteria la legge e le risponde sempre, per posta elettronica.
page-contribute-kind = Che cosa vuole inviare?
page-contribute-kind-idea = Un'idea: qualcosa che si potrebbe fare
page-contribute-kind-proposal = Una proposta: che cosa fare, come e con chi
page-contribute-kind-offer = Un'offerta: lavoro, mezzi o conoscenze che mette a disposizione
page-contribute-subject = In breve
page-contribute-subject-hint = Una riga, al massimo 200 caratteri.
page-contribute-text = Il suo contributo
page-contribute-text-hint = Al massimo 10.000 caratteri. Non scriva qui dati personali, suoi o di altri.
page-contribute-table = A quale tavolo è rivolto?
page-contribute-table-any = Non so, decida la segreteria
page-contribute-name = Nome e cognome
page-contribute-address = Indirizzo di posta elettronica
page-contribute-address-hint = Serve solo a risponderle. Non viene pubblicato.
page-contribute-consent = Acconsento che il mio nome e il mio indirizzo siano usati per rispondere a questo contributo, e per nient'altro. Posso chiederne la cancellazione in ogni momento.
page-contribute-consent-label = Consenso
page-contribute-submit = Invia il contributo
page-contribute-errors = Il contributo non è stato inviato. Corregga i campi indicati:
page-contribute-done-title = Contributo ricevuto
page-contribute-done = Grazie. Il suo contributo ha il numero { $reference }.
page-contribute-done-mail = Le abbiamo scritto all'indirizzo che ha indicato: nel messaggio trova il collegamento per seguire il contributo. Se non arriva entro qualche minuto, controlli la posta indesiderata.
page-contribute-done-again = Invia un altro contributo

page-privacy-contributors = Di chi invia un contributo { $body } conserva il nome e l'indirizzo di posta elettronica solo per rispondere, separati da ciò che ha scritto: si possono cancellare in ogni momento.

## La pagina per seguire un contributo

page-contribution-title = Il suo contributo
page-contribution-reference = Numero
page-contribution-kind = Tipo
page-contribution-submitted = Ricevuto il
page-contribution-answered = Risposta del
page-contribution-answer = La risposta
page-contribution-waiting = La segreteria lo sta leggendo. Le scriveremo appena c'è una risposta.
page-contribution-forwarded = Se ne occupa un tavolo, che le risponderà.
page-contribution-forwarded-to = Se ne occupa questo tavolo, che le risponderà:
page-contribution-merged = È stato accolto in una proposta.
page-contribution-merged-into = È stato accolto in questa proposta:
page-contribution-declined = Non è stato accolto.
page-contribution-text = Che cosa ha scritto

## Ricevuta e risposta per posta

mail-contribution-receipt-subject = Contributo { $reference } ricevuto
mail-contribution-receipt-preheader = Le risponderemo. Numero { $reference }.
mail-contribution-receipt-heading = Contributo ricevuto
mail-contribution-receipt-opening = abbiamo ricevuto un contributo con questo indirizzo. La segreteria lo leggerà e Le risponderà. Il testo si legge nella pagina del collegamento.
mail-contribution-answer-subject = Risposta al contributo { $reference }
mail-contribution-answer-preheader = C'è una risposta al Suo contributo { $reference }.
mail-contribution-answer-heading = Risposta al Suo contributo
mail-contribution-forwarded = il Suo contributo è stato affidato a un tavolo che se ne occupa: { $place }. Il tavolo Le risponderà.
mail-contribution-forwarded-unnamed = il Suo contributo è stato affidato a un tavolo che se ne occupa e Le risponderà.
mail-contribution-merged = il Suo contributo è stato accolto nella proposta «{ $place }». Grazie.
mail-contribution-merged-unnamed = il Suo contributo è stato accolto in una proposta a cui un tavolo sta lavorando. Grazie.
mail-contribution-declined = il Suo contributo non è stato accolto. Ecco il motivo:
mail-contribution-reference = Numero del contributo: { $reference }
mail-contribution-follow = Segua il Suo contributo
mail-contribution-follow-hint = Il collegamento è personale: chi lo possiede legge il contributo e la risposta.
mail-contribution-why = Riceve questo messaggio perché qualcuno, presumibilmente Lei, ha inviato un contributo al piano con questo indirizzo, che serve solo a rispondere. Se non è stato Lei, lo ignori.
