"""Updates as no Telegram would send them, thousands of them, with people in between who must not notice."""
