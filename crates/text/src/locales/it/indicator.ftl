## Refusals

refusal-four-eyes = Chi ha inserito il dato non può validarlo: chiedere a un'altra persona.
refusal-series-break = La serie è stata interrotta e non accetta più valori: usare la serie { $current }.
refusal-future-period = Il periodo non è ancora finito: indicare un periodo che termini al più tardi il { $today }.
refusal-overlapping-period = Per il periodo dal { $from } al { $to } c'è già un dato: scegliere un altro periodo o rettificare quello esistente.
refusal-implausible-value = Il valore sembra poco plausibile: controllarlo, o confermarlo con una nota.
refusal-baseline-exists = Per questa serie il piano ha già un valore di partenza: per cambiarlo, aprire una nuova serie.

## Deviations

deviation-points = punti
deviation-change = { $change } { $unit }
deviation-relative = ({ $relative })
deviation-no-relative = (variazione percentuale non definita: si parte da zero)
deviation-trend-improved = migliorato
deviation-trend-stable = stabile
deviation-trend-worsened = peggiorato
deviation-trend-neither = né bene né male
deviation-attainment = { $percent } del percorso verso il traguardo
deviation-class-reached = raggiunto
deviation-class-on-track = in linea
deviation-class-moderate = moderato
deviation-class-insufficient = insufficiente
deviation-class-moving-away = in allontanamento
deviation-kept = valore mantenuto come previsto
deviation-not-kept = valore non mantenuto
deviation-no-target = nessun traguardo fissato
deviation-no-equal-period = il traguardo riguarda un periodo di altra durata
deviation-too-large = risultato troppo grande
deviation-partial = dato parziale
not-computable = n.d.: { $reason }
not-computable-no-baseline = il piano non ha un valore di partenza
not-computable-no-measurement = nessuna rilevazione validata dopo il valore di partenza
not-computable-no-equal-period = le rilevazioni riguardano periodi di altra durata
not-computable-not-comparable = non confrontabile, il modo di misurare è cambiato
not-computable-missing-not-available = dato non disponibile
not-computable-missing-not-applicable = dato non applicabile
not-computable-missing-not-yet-due = dato non ancora dovuto
not-computable-missing-confidential = dato riservato
not-computable-zero-denominator = rapporto con denominatore zero
not-computable-too-old = l'ultima rilevazione è troppo vecchia
not-computable-qualitative = indicatore qualitativo
not-computable-part-missing = manca una parte dell'indice
not-computable-too-large = risultato troppo grande
indicator-state-draft = in preparazione
indicator-state-active = attivo
indicator-state-retired = ritirato
measurement-state-draft = bozza
measurement-state-submitted = da validare
measurement-state-validated = validata
measurement-state-published = pubblicata
measurement-state-superseded = sostituita

## Pages

indicator-class-economic = Economico
indicator-class-social = Sociale
indicator-class-environmental = Ambientale
page-indicators-lead = Che cosa si misura, come è cambiato e da dove vengono i numeri.
page-indicators-link = Gli indicatori con tutti i loro valori
page-indicator-code = Codice
page-indicator-wanted = Verso
page-indicator-unit = Unità di misura
page-indicator-unit-percent = percentuale
page-indicator-source = Fonte
page-indicator-steward = Ente responsabile
page-indicator-course = Dall'inizio del piano { $edition }
page-indicator-goals = Partenza, ultimo dato e traguardo
page-indicator-goals-caption = I valori del piano con la loro fonte. Le barre ripetono i numeri.
page-indicator-what = Che cosa
page-indicator-value = Valore
page-indicator-period = Periodo
page-indicator-published = Pubblicato il
page-indicator-series = Tutti i valori
page-indicator-series-intro = Una serie riunisce i valori misurati nello stesso modo: quando il modo cambia, ne comincia un'altra. Il dato mancante è indicato con n.d. e il motivo: non vuol dire zero.
page-indicator-series-since = Misurata così dal { $day }.
page-indicator-series-caption = I valori pubblicati, dal più vecchio al più recente. Le barre ripetono i numeri.
page-indicator-series-none = Nessun valore pubblicato in questa serie.
page-indicator-broken = Serie interrotta: questi valori non sono confrontabili con quelli delle serie precedenti. Motivo: { $reason }
