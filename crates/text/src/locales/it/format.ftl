# Forms of dates and amounts.

# The BCP 47 tag whose conventions dates follow.
format-date-locale = it-IT
# The one that numbers follow. The signs are the same in Italian, where however CLDR writes four digits without a point
# (1000,00): public accounts group them too.
format-number-locale = de-DE
format-long-date = { $weekday } { $date }
format-moment = { $date }, ore { $time }
format-money =
    { $currency ->
        [EUR] { $sign }{ $amount } €
       *[other] { $sign }{ $amount } { $currency }
    }
format-percent = { $number } %
