# Words of mails. Templates put the facts (dates, names, agenda) between them.

## Common to all mails

mail-greeting = Gentile { $name },
mail-meeting-kind = Tipo di seduta
mail-organisation = Ente rappresentato
mail-when = Quando
mail-where = Dove
mail-mode = Modalità
mail-live-link = Collegamento per partecipare a distanza
mail-duration =
    { $minutes ->
        [one] Durata prevista: un minuto
       *[other] Durata prevista: { $minutes } minuti
    }
mail-agenda = Ordine del giorno
mail-agenda-item = { $position }. { $title } – { $kind }
mail-agenda-item-urgent = Punto aggiunto d'urgenza. Motivo: { $reason }
mail-reason = Motivo
mail-meeting-page = Apri la pagina della seduta
mail-footer-sender = Messaggio inviato automaticamente da { $body } tramite Cordata, la piattaforma del Piano strategico metropolitano.
mail-footer-contact = Per informazioni scrivere a { $address }.

## Convocation

mail-convocation-subject = [{ $table }] Convocazione: { $title } – { $date }
mail-convocation-subject-changed = [{ $table }] Nuova convocazione: { $title } – { $date }
mail-convocation-preheader = { $moment }. Rispondi alla convocazione.
mail-convocation-heading = Convocazione n. { $number }
mail-convocation-opening = è convocata la seduta «{ $title }» (tavolo: { $table }). La invitiamo a partecipare per conto dell'ente che rappresenta: { $organisation }.
mail-convocation-opening-changed = la seduta «{ $title }» (tavolo: { $table }) è stata riconvocata. Questa convocazione sostituisce la precedente; le risposte già date non valgono più. La invitiamo a partecipare per conto dell'ente che rappresenta: { $organisation }.
mail-convocation-notice =
    { $days ->
        [one] Preavviso: un giorno lavorativo.
       *[other] Preavviso: { $days } giorni lavorativi.
    }
mail-convocation-urgent-heading = Seduta urgente
mail-convocation-urgent = La seduta è convocata con il preavviso ridotto previsto dal regolamento. Motivo dell'urgenza: { $reason }
mail-convocation-second-call = La seduta è in seconda convocazione: il numero legale richiesto è ridotto.
mail-convocation-substitute = Riceve questa convocazione come supplente. La Sua presenza è richiesta se il titolare, { $titular }, non può partecipare.
mail-convocation-substitute-alone = Riceve questa convocazione come supplente. Al momento l'ente non ha indicato un titolare.
mail-convocation-titular = Se non può partecipare, può farsi sostituire da { $substitute }, supplente indicato dal Suo ente.
mail-convocation-not-voting = Partecipa senza diritto di voto.
mail-convocation-answer-heading = La Sua risposta
mail-convocation-answer = Rispondi alla convocazione
mail-convocation-answer-hint = Il collegamento apre una pagina dove confermare la presenza o comunicare l'assenza. { mail-convocation-answer-once }
mail-convocation-answer-hint-substitute = Il collegamento apre una pagina dove confermare la presenza, annunciare il supplente o comunicare l'assenza. { mail-convocation-answer-once }
mail-convocation-answer-once = Registra una sola risposta, che in seguito si può cambiare nella pagina della seduta, dopo l'accesso, o tramite la segreteria. È personale, vale fino all'inizio della seduta e non va inoltrato.
mail-convocation-calendar = L'invito allegato aggiunge la seduta al Suo calendario.
mail-convocation-why = Riceve questo messaggio perché occupa un seggio («{ $table }») per { $organisation }. È un avviso dovuto secondo il regolamento del tavolo: non è possibile disattivarlo.

## Cancellation and postponement

mail-cancellation-subject = [{ $table }] Seduta annullata: { $title } – { $date }
mail-cancellation-preheader = La seduta del { $date } non si terrà.
mail-cancellation-heading = Seduta annullata
mail-cancellation-opening = la seduta «{ $title }» (tavolo: { $table }), prevista per { $moment }, è annullata.
mail-cancellation-next = La seduta non si terrà e non serve rispondere. Se sarà necessario trattare gli stessi argomenti, riceverà una nuova convocazione.
mail-postponement-subject = [{ $table }] Seduta rinviata: { $title } – { $date }
mail-postponement-preheader = La seduta del { $date } è rinviata a nuova data.
mail-postponement-heading = Seduta rinviata
mail-postponement-opening = la seduta «{ $title }» (tavolo: { $table }), prevista per { $moment }, è rinviata a data da destinarsi.
mail-postponement-next = Riceverà una nuova convocazione con la nuova data. La risposta già data non vale per la nuova data: sarà necessario rispondere di nuovo.
mail-cancellation-calendar = L'allegato toglie la seduta dal Suo calendario.
mail-cancellation-why = Riceve questo messaggio perché il Suo ente, { $organisation }, era stato convocato a questa seduta. È un avviso dovuto secondo il regolamento del tavolo { $table }: non è possibile disattivarlo.

## Circulated minutes

mail-minutes-subject = [{ $table }] Verbale trasmesso: { $title } – { $date }
mail-minutes-subject-again = [{ $table }] Nuova versione del verbale: { $title } – { $date }
mail-minutes-preheader = Osservazioni entro il { $until }.
mail-minutes-heading = Verbale trasmesso
mail-minutes-opening = il verbale della seduta «{ $title }» (tavolo: { $table }) di { $moment } è pronto per la lettura.
mail-minutes-opening-again = il verbale della seduta «{ $title }» (tavolo: { $table }) di { $moment } è stato modificato: una nuova versione, pronta per la lettura, sostituisce quella trasmessa in precedenza.
mail-minutes-term = Può fare osservazioni per il Suo ente fino al { $until } compreso. Dopo quel giorno il verbale viene approvato e non cambia più.
mail-minutes-open = Leggi il verbale
mail-minutes-sign-in = La pagina chiede di accedere: fino alla pubblicazione il verbale è per chi fa parte del tavolo.
mail-minutes-why = Riceve questo messaggio perché occupa un seggio del tavolo { $table } per { $organisation }. È un avviso dovuto secondo il regolamento del tavolo: non è possibile disattivarlo.

## Daily digest

mail-digest-subject =
    { $count ->
        [one] Riepilogo di { $date }: una novità dai tavoli
       *[other] Riepilogo di { $date }: { $count } novità dai tavoli
    }
mail-digest-preheader = Tavoli: { $tables }
mail-digest-heading = Riepilogo di { $date }
mail-digest-opening =
    { $count ->
        [one] ecco la novità dei tavoli a cui partecipa.
       *[other] ecco le { $count } novità dei tavoli a cui partecipa.
    }
mail-digest-meeting = Seduta «{ $title }» – { $moment }
mail-digest-meeting-convened = Seduta convocata per { $moment }.
mail-digest-meeting-convened-urgent = Seduta convocata d'urgenza per { $moment }. Motivo: { $reason }
mail-digest-meeting-postponed = Seduta rinviata a data da destinarsi. Motivo: { $reason }
mail-digest-meeting-cancelled = Seduta annullata. Motivo: { $reason }
mail-digest-meeting-valid = Seduta n. { $number } conclusa, con numero legale raggiunto.
mail-digest-meeting-inquorate = Seduta n. { $number } conclusa senza decisioni: numero legale non raggiunto. I punti sono rinviati.
mail-digest-decision-adopted = Decisione n. { $number } approvata: { $text }
mail-digest-decision-rejected = Decisione n. { $number } respinta: { $text }
mail-digest-decision-superseded = Decisione n. { $number } sostituita da una decisione successiva: { $text }
mail-digest-minutes-published = Verbale pubblicato, protocollo n. { $number }: si legge nella pagina della seduta.
mail-digest-follow-up-assigned = Adempimento affidato a { $owner }, da svolgere entro il { $due }: { $text }
mail-digest-follow-up-in-progress = Adempimento avviato da { $owner }, scadenza { $due }: { $text }
mail-digest-follow-up-done = Adempimento svolto da { $owner }, in attesa di verifica: { $text }
mail-digest-follow-up-verified = Adempimento di { $owner } verificato: { $text }
mail-digest-follow-up-cancelled = Adempimento di { $owner } annullato: { $text }
mail-digest-next-heading = Che cosa Le è chiesto di fare
mail-digest-next-answer = Rispondere alla convocazione della seduta «{ $title }» di { $moment }, con il collegamento del messaggio di convocazione già ricevuto.
mail-digest-next-follow-up = Entro il { $due }, per { $owner }: { $text }
mail-digest-next-follow-up-overdue = Scaduto il { $due }, per { $owner }: { $text }
mail-digest-next-none = Per ora non Le è chiesto nulla.
mail-digest-more =
    { $count ->
        [one] e un'altra novità
       *[other] e altre { $count } novità
    }
mail-digest-more-link = Leggi tutto nella pagina del tavolo
mail-digest-why = Riceve questo riepilogo quotidiano perché partecipa, per il Suo ente, ai tavoli qui nominati.
mail-digest-stop = Non voglio più ricevere il riepilogo quotidiano
mail-digest-stop-hint = Le convocazioni e gli altri avvisi dovuti continueranno ad arrivare.

## Why a mail is not sent

mail-withheld-no-address = Il destinatario non ha un indirizzo: scrivergli per lettera, oppure inserire un indirizzo.
mail-withheld-erased = I dati personali del destinatario sono stati cancellati.
mail-withheld-not-entitled = Il destinatario non può più leggerlo: ha lasciato il tavolo, o non vi ha un seggio il giorno della seduta.
mail-withheld-superseded = È stato superato mentre attendeva: la seduta è stata annullata, rinviata o riconvocata, oppure c'è un testo o una risposta più recente.
mail-withheld-used = Il suo collegamento non apre più nulla: è stato usato, ritirato o sostituito, o è scaduto.
mail-withheld-unwanted = Il destinatario ha disattivato questi messaggi mentre attendeva. Le novità restano in attesa, se li vorrà di nuovo.
mail-withheld-too-many = A questo indirizzo sono già partiti oggi tutti i messaggi ammessi per contributi e accessi; il contributo è stato comunque accolto.
