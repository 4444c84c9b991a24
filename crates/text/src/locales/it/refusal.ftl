# Why something is refused, and what to do. A key may be followed by the name of a field or of an act, where a more
# helpful sentence is possible: `refusal-blank-agenda` is taken before `refusal-blank`.

refusal-not-found = Non è stato trovato nulla a questo riferimento: controllarlo, oppure verificare di avere accesso a questi dati.
refusal-forbidden = Il ruolo attuale non consente questa operazione: rivolgersi alla segreteria o al coordinatore del tavolo.
refusal-out-of-scope = Il token non arriva a tanto: serve un token con ambito { $scope }.
refusal-self-appointment = Nessuno assegna ruoli o incarichi a se stesso, nemmeno con un altro nome nella stessa casella di posta: chiederlo a un'altra persona che ne abbia il potere.
refusal-conflict = Nel frattempo qualcun altro ha modificato questi dati: ricaricarli, controllare le modifiche e riprovare.
refusal-ambiguous-code = Questo codice indica più di un elemento: aggiungere l'edizione del piano o usare l'identificativo.
refusal-ambiguous-code-cup = Più progetti hanno questo CUP: indicare quello giusto con il suo identificativo (`id`), che si trova nell'elenco dei progetti.
refusal-already-exists = Esiste già un elemento con questa chiave: usare quello esistente o scegliere un'altra chiave.
refusal-link-used = Questo collegamento o codice è già stato usato, è scaduto o non è valido: chiederne uno nuovo.
refusal-idempotency-mismatch = La stessa chiave di richiesta è già stata usata con un contenuto diverso: inviare la richiesta con una chiave nuova.
refusal-last-administrator = È l'ultimo amministratore della piattaforma: nominarne un altro prima di togliere questo ruolo.
refusal-agenda-closed = L'ordine del giorno è chiuso perché la seduta è già stata convocata: aggiungere un punto urgente indicandone il motivo, oppure proporlo per la prossima seduta.
refusal-conflict-of-interest = Tutti i seggi rappresentati sono in conflitto di interessi: nessuno può decidere su questo punto. Correggere il conteggio, oppure rinviare il punto alla prossima seduta.
refusal-quorum-not-met =
    { $required ->
        [one] Il numero legale non è raggiunto: occorre un seggio con diritto di voto e non ne è rappresentato nessuno. Registrare le presenze e ripetere la verifica, oppure rinviare il punto.
       *[other] Il numero legale non è raggiunto: occorrono { $required } seggi con diritto di voto (rappresentati: { $represented }). Registrare le altre presenze e ripetere la verifica, oppure rinviare il punto.
    }
refusal-tally-mismatch = I voti non tornano: la somma è { $given }, ma deve essere pari ai seggi rappresentati senza conflitto di interessi, cioè { $expected }. Ricontrollare favorevoli, contrari, astenuti e non votanti.
refusal-notice-too-short =
    { $required ->
        [one] Il preavviso è insufficiente: serve un giorno lavorativo pieno (disponibili: { $given }). Spostare la seduta al { $earliest } o a un giorno successivo; se non è già urgente, la si può anche convocare come tale, indicandone il motivo.
       *[other] Il preavviso è insufficiente: servono { $required } giorni lavorativi pieni (disponibili: { $given }). Spostare la seduta al { $earliest } o a un giorno successivo; se non è già urgente, la si può anche convocare come tale, indicandone il motivo.
    }

## Something is missing

refusal-reason-required = Per questa operazione serve una motivazione: scriverla in breve.
refusal-reason-required-reason = Manca il motivo: scriverlo in breve, sarà comunicato agli interessati.
refusal-reason-required-urgency = Manca il motivo dell'urgenza: scriverlo in breve, sarà comunicato ai convocati.
refusal-reason-required-evidence = Per dichiarare svolto l'adempimento, indicare che cosa lo dimostra, per esempio un atto o un documento.
refusal-reason-required-adopting-act = Per adottare il piano, indicare l'atto di adozione con numero e data.
refusal-reason-required-coordinator-id = Il tavolo non ha un coordinatore: nominarlo, poi attivare il tavolo.
refusal-reason-required-act = Manca l'atto formale che autorizza l'operazione: indicarlo in `act` con tipo, numero e data. Per confermare un impegno basta, in alternativa, la decisione di un tavolo in `decisionId`.
refusal-blank = Il campo è vuoto: compilarlo.
refusal-blank-agenda = L'ordine del giorno è vuoto: aggiungere almeno un punto prima di convocare la seduta.
refusal-blank-seats = Nel giorno della seduta nessuno occupa un seggio attivo del tavolo: nominare i rappresentanti degli enti prima di convocarla.
refusal-blank-opens-earlier-versions = Con questa visibilità più persone leggerebbero anche le versioni precedenti: confermare che è voluto, oppure lasciare la visibilità com'era.
refusal-blank-place = Manca il luogo della seduta: indicarlo, oppure scegliere la modalità a distanza.
refusal-blank-link = Manca il collegamento per partecipare a distanza: indicarlo, oppure scegliere la modalità in presenza.

## Something is written in the wrong way

refusal-too-long = Il testo è troppo lungo: ridurlo a non più di { $max } caratteri.
refusal-too-many = Gli elementi sono troppi: tenerne al massimo { $max }.
refusal-too-many-agenda = L'ordine del giorno ha troppi punti: tenerne al massimo { $max }.
refusal-too-many-milestones = Il progetto ha già { $max } tappe, il massimo ammesso: raggruppare quelle che restano.
refusal-too-many-where = La risposta avrebbe più di { $max } celle: limitarla a un solo progetto, piano o azione.
refusal-control-character = Il testo contiene caratteri non ammessi, per esempio un a capo dove è prevista una sola riga, o caratteri invisibili copiati da altrove: toglierli e riprovare.
refusal-format = Il valore non ha la forma prevista: scriverlo come in questo esempio: { $expected }
refusal-format-bcp-47 = La lingua non è riconosciuta: indicarla con il suo codice, per esempio «it» oppure «en».
refusal-format-cursor = La posizione nell'elenco non è valida: usare una posizione ricevuta con lo stesso elenco, oppure ripartire dall'inizio.
refusal-format-cup = Il CUP non ha la forma prevista: scrivere i 15 caratteri del codice, per esempio B73C22000050001.
refusal-format-iana = Il fuso orario non è riconosciuto: indicarlo con il suo nome, per esempio «Europe/Rome».
refusal-format-codice-fiscale = Il codice non ha la forma prevista: scrivere le 11 cifre della partita IVA o del codice fiscale dell'ente, oppure i 16 caratteri del codice fiscale della persona.
refusal-format-https = L'indirizzo non ha la forma prevista: scriverlo per intero, iniziando con https:// e senza nome utente
refusal-check-digit = Il carattere di controllo non corrisponde: ricopiare il codice con attenzione, probabilmente contiene un errore di battitura.
refusal-skipped-time = Quest'ora non esiste: quella notte gli orologi passano all'ora legale e la saltano. Indicare un'ora precedente o successiva.
refusal-duplicate = Lo stesso elemento è indicato due volte: lasciarlo una volta sola.
refusal-duplicate-last = La pagina si conta dall'inizio o dalla fine: indicare `first` oppure `last`, non entrambi.
refusal-duplicate-person-id = Questa persona occupa già il seggio: indicarne un'altra o far cessare prima l'incarico attuale.
refusal-range-min = Il valore è fuori dai limiti: indicare { $min } o un valore successivo.
refusal-range-max = Il valore è fuori dai limiti: indicare al massimo { $max }.
refusal-range-max-amount = L'importo è troppo grande: indicare al massimo { $max }.
refusal-range-max-cash = L'importo è troppo grande: indicare al massimo { $max }.
refusal-range-max-in-kind = L'importo è troppo grande: indicare al massimo { $max }.
refusal-range-both = Il valore è fuori dai limiti: indicarne uno compreso tra { $min } e { $max }.
refusal-range-min-due = La scadenza è nel passato: indicare il { $min } o un giorno successivo.
refusal-range-min-from = Il giorno d'inizio è troppo presto: indicare il { $min } o un giorno successivo.
refusal-range-both-from = L'ora è fuori dai limiti: indicarne una tra l'apertura della seduta ({ $min }) e adesso ({ $max }).
refusal-range-min-starts-at = La seduta non si può ancora aprire: attendere il giorno per cui è convocata, { $min }.
refusal-range-min-starts-at-local = L'inizio della seduta è già passato: indicare un momento successivo a { $min }, poi convocarla.
refusal-range-both-minutes = La durata non è ammessa: indicare da { $min } a { $max } minuti.
refusal-range-both-second-call-quorum = Il numero legale in seconda convocazione non può superare quello della prima: indicare al massimo { $max } dei seggi.
refusal-range-first = Una pagina ha da { $min } a { $max } elementi: dare a `first` un numero compreso tra questi e proseguire dal cursore dell'ultimo elemento.
refusal-range-last = Una pagina ha da { $min } a { $max } elementi: dare a `last` un numero compreso tra questi e proseguire dal cursore del primo elemento.
refusal-range-due = La scadenza è nel passato: indicare il { $min } o un giorno successivo.
refusal-range-from = Il giorno d'inizio è troppo presto: indicare il { $min } o un giorno successivo.
refusal-range-starts-at = La seduta non si può ancora aprire: attendere il giorno per cui è convocata, { $min }.
refusal-range-minutes = La durata non è ammessa: indicare da { $min } a { $max } minuti.

## Something does not fit

refusal-foreign = L'elemento indicato non appartiene a questo contesto: sceglierne uno tra quelli proposti qui.
refusal-foreign-code = Il codice non prosegue quello del livello superiore: per esempio, le azioni della strategia 2.1 si chiamano 2.1.1, 2.1.2 e così via.
refusal-foreign-city-role = La Città metropolitana non può realizzare un'azione di competenza di altri: scegliere che la indirizza, la stimola o la promuove, oppure correggere la competenza.
refusal-foreign-scope = Il ruolo non si può assegnare per questo ambito: scegliere l'ente, il tavolo o l'intero piano, secondo il ruolo.
refusal-foreign-voting = Gli invitati e il supporto tecnico non votano: togliere il diritto di voto o cambiare il titolo del seggio.
refusal-foreign-seat-id = Questo seggio non è attivo al tavolo nel giorno della seduta: sceglierne uno tra i seggi attivi.
refusal-foreign-agenda-item-id = Questo punto non è all'ordine del giorno della seduta: sceglierne uno tra quelli elencati, oppure aggiungerlo come punto urgente.
refusal-foreign-against = Con il metodo del consenso nessuno può essere contrario: se qualcuno si oppone, registrare un voto palese o segreto.
refusal-foreign-answer = Questo seggio non ha un supplente nel giorno della seduta: scegliere un'altra risposta, oppure far nominare prima un supplente.

## The state does not allow it

refusal-illegal = Nello stato attuale («{ $state }») questa operazione non è possibile: ricaricare i dati e verificare quali operazioni sono consentite.
refusal-illegal-advance = Dallo stato «{ $state }» non si può passare a «{ $target }»: gli stati si susseguono in ordine, indicare quello immediatamente successivo.
refusal-illegal-inactive-table = Il tavolo non è attivo (stato: «{ $state }»): attivarlo prima di proseguire, oppure lavorare con un altro tavolo.
refusal-illegal-activate = L'attivazione non è possibile nello stato «{ $state }»: si attiva ciò che è proposto, sospeso o ancora in redazione.
refusal-illegal-complete = Si può completare solo un'azione in corso; lo stato di questa è «{ $state }»: attivarla prima di completarla.
refusal-illegal-abandon = Si può abbandonare solo un'azione in corso; lo stato di questa è «{ $state }»: verificare di aver scelto quella giusta.
refusal-illegal-suspend = Si può sospendere solo un tavolo attivo; lo stato di questo è «{ $state }»: verificare di aver scelto quello giusto.
refusal-illegal-suspend-before-meeting = Una seduta del tavolo è ancora nello stato «{ $state }»: chiuderla se è aperta, altrimenti rinviarla o annullarla, poi sospendere il tavolo.
refusal-illegal-dissolve = Il tavolo è già sciolto: non occorre fare altro.
refusal-illegal-dissolve-before-meeting = Una seduta del tavolo è ancora nello stato «{ $state }»: chiuderla se è aperta, altrimenti annullarla, poi sciogliere il tavolo.
refusal-illegal-appoint-coordinator = Il tavolo è sciolto e non può avere un coordinatore: per proseguire i lavori, istituire un nuovo tavolo.
refusal-illegal-name-seat-holder = Il seggio è cessato: per nominare un rappresentante, assegnare all'ente un nuovo seggio.
refusal-illegal-end-seat = Il seggio è già cessato: non occorre fare altro.
refusal-illegal-update-meeting = La preparazione di una seduta si può modificare solo finché è in preparazione o rinviata; lo stato di questa è «{ $state }»: per cambiare data o luogo, rinviarla e riconvocarla.
refusal-illegal-add-urgent-item = Un punto urgente si aggiunge a una seduta convocata o aperta; lo stato di questa è «{ $state }»: se è in preparazione, modificare l'ordine del giorno, altrimenti proporlo per la prossima seduta.
refusal-illegal-convene-meeting = Si può convocare solo una seduta in preparazione o rinviata; lo stato di questa è «{ $state }»: se è già convocata e la data deve cambiare, rinviarla; altrimenti preparare una nuova seduta.
refusal-illegal-postpone-meeting = Si può rinviare solo una seduta convocata; lo stato di questa è «{ $state }»: se è in preparazione, basta cambiarne la data.
refusal-illegal-cancel-meeting = Si può annullare solo una seduta non ancora aperta; lo stato di questa è «{ $state }»: se è in corso, chiuderla.
refusal-illegal-open-meeting = Si può aprire solo una seduta convocata; lo stato di questa è «{ $state }»: convocarla prima di aprirla.
refusal-illegal-record-attendance = Le presenze si registrano a seduta aperta; lo stato di questa è «{ $state }»: aprire prima la seduta.
refusal-illegal-check-quorum = Il numero legale si verifica a seduta aperta; lo stato di questa è «{ $state }»: aprire prima la seduta.
refusal-illegal-record-decision = Si decide a seduta aperta e su un punto da decidere non ancora trattato; lo stato attuale è «{ $state }»: aprire la seduta, oppure scegliere un altro punto.
refusal-illegal-defer-item = Si rinvia un punto non ancora trattato di una seduta aperta; lo stato attuale è «{ $state }»: scegliere un altro punto.
refusal-illegal-close-meeting = Si può chiudere solo una seduta aperta; lo stato di questa è «{ $state }»: se non si è tenuta, annullarla o rinviarla.
refusal-illegal-add-follow-up = Gli adempimenti nascono da una decisione approvata; lo stato di questa è «{ $state }»: scegliere la decisione approvata da attuare.
refusal-illegal-advance-suspended-project = Il progetto è sospeso: riprenderlo, poi farlo avanzare.
refusal-illegal-resume-project = Si può riprendere solo un progetto sospeso; lo stato di questo è «{ $state }»: verificare di aver scelto quello giusto.
refusal-illegal-answer-convocation = Non si può più rispondere alla convocazione, perché la seduta è iniziata o non si terrà: avvisare direttamente la segreteria del tavolo.
refusal-illegal-revoke = È già stato revocato: non occorre fare altro.
refusal-illegal-redrive-mail = Si rimette in coda solo un messaggio non inviato; lo stato di questo è «{ $state }»: non occorre fare altro, oppure scegliere un altro messaggio.
refusal-illegal-revoke-role = Il ruolo è già cessato: non occorre fare altro.
refusal-above-budget = La promessa supera di oltre { $times } volte il quadro economico del progetto, pari a { $budget }: controllare l'importo, oppure confermarlo in `confirmation` con una nota che dica perché.
refusal-over-funding = L'importo supera il fabbisogno ancora da reperire, che è di { $amount }: ridurre l'importo o aumentare il quadro economico.
refusal-over-disbursement = L'importo supera quanto è ancora disponibile, cioè { $amount }: ridurre l'importo o confermare prima altre somme.
refusal-over-reversal = Lo storno supera quanto resta da stornare di questo pagamento, cioè { $amount }: ridurre l'importo.
refusal-below-paid = Il cofinanziamento non può scendere sotto quanto è già pagato o ordinato, cioè { $amount }: ridurre di meno, o stornare prima un pagamento.
refusal-in-kind-cap-exceeded = I contributi in natura supererebbero il massimo ammesso dal programma, cioè { $amount }: ridurre il valore del contributo.
refusal-in-kind-cap-exceeded-budget = Con questo quadro economico i contributi in natura già confermati supererebbero il massimo ammesso dal programma, cioè { $amount }: ridurre prima quei contributi, o lasciare il quadro economico più alto.
refusal-wrong-nature =
    { $nature ->
        [IN_KIND] Il contributo promesso è in natura: non si paga. Dichiarare con declareInKind ciò che è stato fornito.
       *[other] Il contributo promesso è in denaro: registrare un pagamento con recordPayment.
    }
refusal-four-eyes-disbursement-id = Chi ha registrato il pagamento non può validarlo, in nessun ruolo e con nessun nome: chiedere a un'altra persona.
refusal-four-eyes-in-kind-id = Chi ha dichiarato o documentato il contributo non può accettarlo né respingerlo, in nessun ruolo e con nessun nome: chiedere a un'altra persona.
refusal-illegal-confirm-receipt = Si valida una volta sola un pagamento non stornato; lo stato di questo è «{ $state }»: controllare di aver scelto il movimento giusto.
refusal-illegal-reverse-disbursement = Si storna soltanto un pagamento; il movimento indicato è «{ $state }»: scegliere il pagamento da stornare.
refusal-illegal-accept-in-kind = Si accetta soltanto un contributo documentato e confermato; lo stato è «{ $state }»: se è solo dichiarato, aggiungere prima un documento che lo dimostri.
refusal-illegal-document-in-kind = Si documenta soltanto un contributo su cui non si è ancora deciso; lo stato di questo è «{ $state }»: se qualcosa manca, dichiarare di nuovo.
refusal-illegal-reject-in-kind = Si respinge soltanto un contributo su cui non si è ancora deciso; lo stato di questo è «{ $state }»: se è stato accettato per errore, stornare il movimento.
payment-state-validated = Validato
refusal-project-closed = Il progetto è chiuso o annullato: non si possono più registrare importi.

## Co-progettazione e contributi

refusal-sign-ins-asked = In quest'ora sono già stati chiesti { $max } messaggi di accesso senza usarli: usare l'ultimo arrivato (guardare anche nella posta indesiderata), oppure chiederne un altro dalle { $again }.
refusal-limit-reached = Si è raggiunto il numero massimo consentito, { $max }: per i contributi riprovare più tardi, altrimenti rivolgersi alla segreteria.
refusal-share-reached = Il Suo ente ha già usato qui la propria parte, { $max }; il resto è degli altri: proseguire su ciò che c'è, oppure rivolgersi alla segreteria.
refusal-too-often = { $minutes ->
    [one] Al massimo { $max } in un'ora: riprovare tra un minuto. Ciò che è già salvato resta.
   *[other] Al massimo { $max } in un'ora: riprovare tra { $minutes } minuti. Ciò che è già salvato resta.
}
refusal-reason-required-message = Per non accogliere un contributo serve una motivazione: scriverla in poche parole, sarà inviata a chi lo ha presentato.
refusal-blank-consent = Manca il consenso al trattamento dei dati: senza, non è possibile rispondere: spuntare la casella.
refusal-blank-citizen = Manca chi presenta il contributo: indicare nome, indirizzo e consenso, oppure accedere come membro.
refusal-foreign-on-behalf-of-id = Questo ente oggi non siede al tavolo: scegliere uno degli enti che vi siedono.
refusal-conflict-clause-id = Questa clausola non c'è più nel testo attuale: leggere l'ultima versione e commentare la clausola che la sostituisce.
refusal-conflict-base-version = Nel frattempo qualcuno ha salvato un'altra versione: leggerla, riportarvi le proprie modifiche e salvare di nuovo.
refusal-conflict-text-version = Nel frattempo è stata salvata un'altra versione: leggerla prima di ripetere l'operazione.
refusal-already-exists-text-version = Questo ente sostiene già questa versione: non serve fare altro.
refusal-illegal-save-proposal-version = Il testo si può modificare finché la proposta è in redazione o aperta; il suo stato è «{ $state }»: avviare una nuova proposta.
refusal-illegal-open-proposal = Si può aprire solo una proposta in redazione; il suo stato è «{ $state }»: ricaricare i dati.
refusal-illegal-adopt-proposal = Si può adottare solo una proposta aperta; il suo stato è «{ $state }»: se è in redazione, prima aprirla.
refusal-illegal-withdraw-proposal = Si può ritirare solo una proposta in redazione o aperta; il suo stato è «{ $state }»: non serve fare altro.
refusal-illegal-endorse-proposal = Si può sostenere solo una proposta aperta; il suo stato è «{ $state }»: attendere che venga aperta.
refusal-illegal-comment-on = Si commenta finché la proposta è in redazione o aperta; il suo stato è «{ $state }»: rivolgersi a chi coordina il tavolo.
refusal-illegal-resolve-comment = Questa discussione è già chiusa: non serve fare altro.
refusal-illegal-reply-to-comment = Questa discussione è chiusa: scrivere un nuovo commento sulla clausola.
refusal-illegal-merge-contribution = Un contributo entra in una proposta in redazione o aperta; lo stato di questa è «{ $state }»: scegliere un'altra proposta.
refusal-illegal-answer-contribution = Questo contributo ha già una risposta definitiva («{ $state }»): non serve fare altro.

## Dati personali

refusal-still-in-office = Questa persona ricopre ancora incarichi (incarichi in enti: { $posts }, ruoli: { $roles }, seggi: { $seats }, tavoli che coordina: { $tables }). Prima occorre farli cessare, poi i suoi dati si possono cancellare.
