# Forms of dates and amounts.

# The BCP 47 tag whose conventions dates follow.
format-date-locale = en-GB
# The one that numbers follow.
format-number-locale = en-GB
format-long-date = { $weekday } { $date }
format-moment = { $date }, { $time }
format-money =
    { $currency ->
        [EUR] { $sign }€{ $amount }
       *[other] { $sign }{ $currency } { $amount }
    }
format-percent = { $number }%
