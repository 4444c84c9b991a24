# The sustainability report of a plan.

## Heading and summary

report-title = Bilancio di sostenibilità del piano { $edition }
report-lead = Che cosa è stato fatto del piano, con quali contributi e con quali risultati. Situazione al { $day }.
report-link = Bilancio di sostenibilità: che cosa è stato fatto finora
report-summary = In breve
report-summary-actions =
    { $total ->
        [0] Il piano non ha ancora azioni.
        [one] Il piano ha un'azione: in redazione { $draft }, in corso { $active }, completate { $completed }, abbandonate { $abandoned }.
       *[other] Il piano ha { $total } azioni: in redazione { $draft }, in corso { $active }, completate { $completed }, abbandonate { $abandoned }.
    }
report-summary-cash = In denaro: promessi { $promised }, di cui confermati { $confirmed }. Pagati finora { $paid }.
report-summary-in-kind = In natura (lavoro e beni, espressi in euro): promessi { $promised }, di cui confermati { $confirmed }. Forniti finora { $paid }.
report-summary-money-none = Alle azioni del piano non risulta ancora alcun contributo.
report-provisional = Questo bilancio è stato calcolato { $moment } dai dati registrati sulla piattaforma. Non sostituisce il documento approvato e pubblicato dall'ente.

## How to read it

report-how = Come leggere questo bilancio
report-how-plan = Il piano
report-how-plan-text = È diviso in assi, cioè grandi temi; ogni asse ha strategie e ogni strategia ha azioni. Di alcune azioni si occupa direttamente la Città metropolitana, di altre si occupano altri enti e la Città metropolitana le indirizza, le stimola o le promuove.
report-how-promised = Promesso
report-how-promised-text = Quanto un ente ha dichiarato di voler dare, tolto ciò che è stato ridotto o ritirato. È un impegno a parole: non è ancora certo.
report-how-confirmed = Confermato
report-how-confirmed-text = La parte di ciò che è stato promesso che un atto, una decisione o un accordo rende certa.
report-how-paid = Pagato o fornito
report-how-paid-text = Il denaro davvero versato, o il lavoro e i beni davvero forniti, tolto ciò che è stato restituito.
report-how-in-kind = In natura
report-how-in-kind-text = Lavoro e beni, espressi in euro. Non si sommano mai al denaro.
report-how-shares = Un progetto per più azioni
report-how-shares-text = Se un progetto serve a più azioni, i suoi contributi sono divisi tra di esse secondo le quote in vigore alla data del bilancio. Così nulla è contato due volte: le azioni sommano all'asse, gli assi al piano. Le quote che spettano ad azioni di altri piani e i progetti fuori dal piano non sono compresi.
report-how-date = La data
report-how-date-text = Gli importi sono quelli registrati entro il { $day }. Lo stato delle azioni, gli enti capofila e i testi sono invece quelli di quando il bilancio è stato calcolato.

## Money

report-money = I contributi
report-money-intro = Chi ha promesso, confermato e dato che cosa. Gli importi vengono dal registro dei contributi della piattaforma, in cui ogni movimento resta scritto con la sua data, e sono quelli registrati entro il { $day }.
report-money-by-axis = Contributi per asse
report-money-by-contributor = Contributi a tutto il piano, per ente
report-money-of-axis = Contributi all'asse { $code }, per ente
report-money-axis = Asse
report-money-contributor = Ente
report-money-unnamed = Ente non nominato
report-money-cash-promised = Denaro promesso
report-money-cash-confirmed = Denaro confermato
report-money-cash-paid = Denaro pagato
report-money-in-kind-promised = In natura promesso
report-money-in-kind-confirmed = In natura confermato
report-money-in-kind-given = In natura fornito
report-money-progress = Denaro pagato su promesso
report-money-progress-none = Nulla di promesso
report-money-total = Totale
report-money-none = Nessun contributo registrato.
report-left-out =
    { $count ->
        [one] Gli importi pubblicati di un progetto si contraddicono: non è compreso in nessun importo di questo bilancio.
       *[other] Gli importi pubblicati di { $count } progetti si contraddicono: non sono compresi in nessun importo di questo bilancio.
    }
report-left-out-cash = In denaro sarebbero: promessi { $promised }, confermati { $confirmed }, pagati { $paid }.
report-left-out-in-kind = In natura sarebbero: promessi { $promised }, confermati { $confirmed }, forniti { $paid }.
report-left-out-none = Nessun progetto del piano ha importi che si contraddicono: sono tutti compresi.

## Actions

report-actions = Le azioni
report-actions-counts = Quante azioni a che punto sono, per asse
report-actions-of-axis = Azioni dell'asse { $code } e contributi che hanno avuto
report-action = Azione
report-action-state = A che punto è
report-action-role = Competenza e ruolo della Città metropolitana
report-action-lead = Ente capofila
report-action-lead-none = Non indicato
report-action-reason = Motivo: { $reason }
report-counts-total = Tutte
report-axes = Il piano asse per asse
report-axis-none = Questo asse non ha ancora azioni.
report-objectives = Obiettivi
report-objectives-none = Nessun obiettivo pubblicato.

## The page

report-page-form = Un'altra data
report-page-day = Situazione al
report-page-submit = Mostra
report-page-today = Situazione a oggi
report-page-json = Scarica tutti i dati di questo bilancio (JSON)
report-page-plan = Il piano
