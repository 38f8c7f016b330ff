# What the terminal itself says: to people at `milepost chat`, and in the errors of --json.

terminal-welcome =
    Say /start to begin. A number presses a button, :say sends any text as it is.
    Ctrl-D ends.
terminal-prompt = you>
terminal-prompt-as = { $name }>
terminal-prompt-group = { $name } in { $group }>
terminal-now = It is { $now } now.
terminal-edited = (edited)
terminal-deleted = (a message was deleted)
terminal-only-for = only for { $name }
terminal-picture = Picture: { $alt }
terminal-file = File: { $name }

terminal-unknown = There is no directive ":{ $directive }", only :as, :in, :say, :send, :wait, :until and :restart, for example :wait 1d2h.
terminal-bad-say = :say needs a text, for example :say 9.
terminal-bad-name = :as needs a name of 1 to 64 characters, for example :as bob.
terminal-bad-place = :in needs "private", or "group" and a name of 1 to 64 characters, for example :in group Algo.
terminal-bad-wait = :wait needs weeks, days, hours, minutes or seconds in that order, for example :wait 1d2h.
terminal-bad-until = :until needs a date and time, for example :until 2026-03-29T09:00.
terminal-too-far = That is more than a hundred years away; choose something nearer, for example :wait 1w.
terminal-past = It is { $now } already, and the clock only goes forward, for example :until { $example }.
terminal-real-clock = This chat runs on the real time, which can't be moved; start it with a time of its own, for example milepost chat --at 2026-03-29T09:00.
terminal-bad-restart = :restart stands alone, for example :restart.
terminal-bad-send = :send needs the path of a file, for example :send roadmap.md.
terminal-no-file = There is no file { $path }; name one, for example :send roadmap.md.
terminal-unreadable-file = The file { $path } can't be read; name another, for example :send roadmap.md.
terminal-no-button = No button's label here contains "{ $label }"; there is: { $labels }, for example { $example }.
terminal-no-buttons = No button's label here contains "{ $label }"; to say it, put :say before it, for example :say #{ $label }.
terminal-storage = That was not handled, the database can't be used now ({ $reason }); nothing was changed, please type it again.
terminal-storage-later = The database can't be used now ({ $reason }); nothing is lost, and what is due comes once it can be used again.
