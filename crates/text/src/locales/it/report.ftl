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
report-how-promised-text = Quanto un ente ha dichiarato di voler dare, tolto ciò che è stato ridotto o ritirato. È una promessa: non è ancora certa.
report-how-confirmed = Confermato
report-how-confirmed-text = La parte di ciò che è stato promesso che un atto, una decisione o un accordo rende certa.
report-how-paid = Pagato o fornito
report-how-paid-text = Il denaro davvero versato, o il lavoro e i beni davvero forniti, tolto ciò che è stato restituito.
report-how-in-kind = In natura
report-how-in-kind-text = Lavoro e beni, espressi in euro. Non si sommano mai al denaro.
report-how-shares = Un progetto per più azioni
report-how-shares-text = Se un progetto serve a più azioni, i suoi contributi sono divisi tra di esse secondo le quote in vigore alla data del bilancio. Così nulla è contato due volte: le azioni sommano all'asse, gli assi al piano. Le quote che spettano ad azioni di altri piani e i progetti fuori dal piano non sono compresi.
report-how-date = La data
report-how-date-text = Gli importi sono quelli registrati entro il { $day }. Gli indicatori parlano di giorni fino a quella data, anche se i dati sono stati pubblicati dopo. Lo stato delle azioni, gli enti capofila e i testi sono invece quelli di quando il bilancio è stato calcolato.

## Money

report-money = I contributi
report-money-intro = Chi ha promesso, confermato e dato che cosa. Gli importi vengono dal registro dei contributi della piattaforma, in cui ogni movimento resta scritto con la sua data, e sono quelli registrati entro il { $day }.
report-money-by-axis = Contributi per asse
report-money-by-contributor = Contributi a tutto il piano, per ente
report-money-of-actions = Contributi alle azioni dell'asse { $code } che ne hanno avuti
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
report-actions-of-axis = Azioni dell'asse { $code }
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

## Indicators

report-summary-indicators =
    { $total ->
        [0] Il piano non ha ancora indicatori.
        [one] Il piano ha un indicatore: migliorati { $improved }, stabili { $stable }, peggiorati { $worsened }, senza risposta (n.d.) { $missing }.
       *[other] Il piano ha { $total } indicatori: migliorati { $improved }, stabili { $stable }, peggiorati { $worsened }, senza risposta (n.d.) { $missing }.
    }
report-how-start = Valore di partenza
report-how-start-text = Quanto valeva un indicatore quando il piano è cominciato. Ogni numero dice di quali giorni parla, chi lo ha pubblicato e quando: spesso un anno o più dopo.
report-how-outcome = Migliorato, stabile, peggiorato
report-how-outcome-text = L'ultimo dato confrontato con quello di partenza, secondo il verso indicato per ogni indicatore. Stabile vuol dire che è cambiato meno di quanto conti.
report-how-attainment = Percorso verso il traguardo
report-how-attainment-text = Quanta parte della distanza tra il valore di partenza e il traguardo è stata percorsa: può superare il 100 % o essere negativa, se ci si è allontanati.
report-how-missing = n.d.
report-how-missing-text = Non c'è una risposta, e accanto è scritto perché: manca un dato, non è ancora dovuto, oppure il modo di misurare è cambiato e i due numeri non si possono confrontare. Non vuol dire zero.
report-indicators = Gli indicatori
report-indicators-intro = Gli indicatori dicono se le cose cambiano davvero: nell'economia, nella società, nell'ambiente. Contano solo i dati controllati da una seconda persona. Ogni indicatore è contato una volta.
report-indicators-counts = Quanti indicatori sono migliorati o peggiorati, per tipo
report-indicators-of-axis = Indicatori dell'asse { $code }
report-indicators-of-plan = Indicatori di tutto il piano
report-indicators-none = Nessun indicatore pubblicato.
report-indicator = Indicatore
report-indicator-class = Tipo
report-indicator-last = Ultimo dato
report-indicator-target = Traguardo
report-indicator-says = Che cosa è successo
report-indicator-source = Fonte: { $source }, pubblicato il { $day }
report-indicator-computed = Calcolato da altri indicatori
report-indicator-day = al { $day }
report-outcome-improved = Migliorati
report-outcome-stable = Stabili
report-outcome-worsened = Peggiorati
report-outcome-missing = Senza risposta (n.d.)
report-outcome-total = Tutti
report-class-economic = Economici
report-class-social = Sociali
report-class-environmental = Ambientali
report-wanted-higher = È meglio se aumenta
report-wanted-lower = È meglio se diminuisce
report-wanted-neutral = Aumentare o diminuire non è di per sé né bene né male
report-wanted-range = È meglio se sta tra { $lo } e { $hi }

## The page

report-page-form = Un'altra data
report-page-day = Situazione al
report-page-submit = Mostra
report-page-today = Situazione a oggi
report-page-json = Scarica tutti i dati di questo bilancio (JSON)
report-page-plan = Il piano
