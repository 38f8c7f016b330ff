"""Headings and labels that are no topics themselves: they say what the lines under them are."""

from difflib import get_close_matches
from enum import Enum, auto
from functools import lru_cache

from bot.library.importing.account import Reason
from bot.library.importing.phrases import Phrases, spoken


class Meaning(Enum):
    TOPICS = auto()
    RESOURCES = auto()
    PROJECTS = auto()
    CHECKLIST = auto()
    SKIP = auto()
    OUTCOMES = auto()
    LEGEND = auto()
    DROPPED = auto()


KINDS = {
    "book": "book books e-book ebook e-books ebooks reading textbook textbooks книга книги "
    "buch bücher literatur libro libros livre livres 书籍 推荐书籍",
    "docs": "documentation docs doc document документация",
    "video": "video videos youtube playlist playlists screencast видео плейлист vídeo vídeos vidéo 视频",
    "cheatsheet": "cheatsheet cheatsheets cheat-sheet cheat-sheets шпаргалка шпаргалки",
    "article": "article articles blog blogs post posts blog-post paper papers статья статьи блог artikel artículo",
    "tutorial": "tutorial tutorials guide guides туториал туториалы руководство",
    "course": "course courses mooc курс курсы kurs kurse curso cursos 课程",
    "practice": "practice exercises practise практика упражнения",
    "project": "project проект",
    "list": "awesome repository repositories repo repos github репозиторий",
    "podcast": "podcast podcasts подкаст",
    "site": "website websites site sites сайт сайты",
}
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}
_AROUND_KINDS = ("recommended", "official", "free", "best", "useful", "channel", "channels")
LEVELS = {
    "beginner": "beginner beginners basic novice начинающий",
    "intermediate": "intermediate middle средний",
    "advanced": "advanced expert продвинутый",
}
_LEVEL_OF = {word: level for level, words in LEVELS.items() for word in words.split()}
_LONGEST = 90

_SAY = (
    (Meaning.DROPPED, Reason.CONTENTS, """
        [table] [of] content|contents
        toc|index|navigation|оглавление|содержание|inhalt|inhaltsverzeichnis|índice|sommaire|目录
        quick links
        """),
    (Meaning.DROPPED, Reason.OFFER, """
        [so] if you want|like|wish|need ...
        [so] if you'd like ...
        would you like ...
        want me to ...
        shall i ...
        let me know ...
        just say|tell|ask ...
        just let me know ...
        i can also ...
        follow|dm|message|contact me ...
        ... dm me ...
        subscribe ...
        if you found|find|liked this ...
        star|share this ...
        если хотите ...
        хотите я ...
        напишите мне ...
        просто скажи|скажите ...
        möchtest|möchten du|sie ...
        soll ich ...
        quieres|quiere|te que|gustaría ...
        si quieres|quiere ...
        """),
    (Meaning.DROPPED, Reason.ADVICE, """
        [some|my] [final|general|bonus|study|learning|pro|useful|last|one-line] advice|advices|tips|truth|words|thoughts
        [final|general|study|learning|some] advice|tips for ...
        [final] mindset|motivation|conclusion
        [последние|общие] совет|советы|заключение
        tipps|ratschläge|consejos|conseils
        学习建议|建议
        """),
    (Meaning.DROPPED, Reason.INTRODUCTION, """
        this|the roadmap|guide|plan|path|document|repo|repository is|covers|contains|will|has|helps ...
        this roadmap|guide|plan|path|document|repo|repository
        who is this for
        who this [roadmap|guide|plan] is for
        how to use ...
        preface|предисловие
        """),
    (Meaning.DROPPED, Reason.ABOUT, """
        [how] [to] contribute|contributing|contributors|contribution|contributions ...
        license|licence|acknowledgement|acknowledgements|acknowledgments|credits|author|authors|changelog|disclaimer
        about me|this
        about the author|roadmap|project|repository
        about this roadmap|repository|repo|project|guide
        support [me|us]
        star history
        [special] thanks [to] ...
        thank you ...
        sponsors|лицензия|автор|авторы|контакты|lizenz|licencia|许可证
        code of conduct
        grading policy|scheme|criteria|breakdown
        attendance policy
        academic honesty|integrity|misconduct [policy]
        course policies|logistics
        office hours
        maintainers|instructor|instructors
        """),
    (Meaning.LEGEND, Reason.LEGEND, """
        [about] [the] marks|legend|symbols|icons|emoji|emojis [used|key]
        [условные] обозначения
        key|легенда
        """),
    (Meaning.SKIP, Reason.LABEL, """
        ... can|may|could|to|should skip ...
        not needed [for] now|yet
        not doing
        won't have|do|learn ...
        out of scope
        what not to learn
        [что] можно пропустить ...
        """),
    (Meaning.OUTCOMES, Reason.LABEL, """
        [the] [final|learning|expected|your] outcome|outcomes [if] [you] [follow] [this]
        [final|expected] result|results
        ... you will be able to ...
        ... you'll be able to ...
        ... students|learners|participants will be able to ...
        [the] course|learning objectives
        [ожидаемый|ожидаемые] результат|результаты|итог|итоги
        вы сможете|научитесь ...
        """),
    (Meaning.CHECKLIST, Reason.LABEL, """
        ... checklist|check-list
        ... check list
        ... checklist for|before ...
        ... reality|readiness check
        are you ready|job-ready ...
        чек-лист|чеклист ...
        проверь себя
        """),
    (Meaning.TOPICS, Reason.LABEL, """
        [the] [key|main|core|important|all] topics [to] [learn|cover|study|know|covered]
        [key|main] topics and concepts
        [key|main] concepts covered
        things|what to learn|know|study|cover
        what you [will|should|must|need] [to] learn|know|study
        what you'll learn|study|cover
        you must|should [know|understand|learn]
        you need to know|understand|learn
        learn|study|know
        [ключевые|основные] темы
        themen|inhalte|temas|contenidos|thèmes
        学习内容|主要内容
        что изучить|учить
        что нужно знать
        """),
    (Meaning.PROJECTS, Reason.LABEL, """
        ... project|projects
        project|projects ideas|building
        ... project|projects to build|do|make|try
        ... project ideas
        you build
        [you] must|should|can|could build
        ... проект|проекты|projekt|projekte|abschlussprojekt
        proyecto|proyectos [final|finales]
        项目|实战项目
        идеи проектов
        проекты для ...
        """),
    (Meaning.RESOURCES, Reason.LABEL, """
        [the|my|some|best] [recommended|useful|further|extra] [learning|study|free|online] resource|resources
        [the|my|some|best] [recommended|useful|further|extra] [learning|study|free|online] material|materials
        [the|my|some|best] [recommended|useful|further|helpful|extra] links|references|readings|reading|sources
        [recommended|useful|learning|additional|best] resources|materials|links for|to|on|and ...
        where to learn|study
        ressourcen|materialien|quellen|links|recursos|enlaces|ressources
        参考资料|学习资源|资源|学习资料|推荐资源
        [полезные|рекомендуемые|дополнительные] ресурсы|материалы|ссылки|литература|источники
        """),
)  # fmt: skip
_INTRODUCTIONS = Phrases(
    [
        """
    [general] introduction|intro|overview|background|preamble|welcome|about|goal|goals|why ...
    введение|обзор|einleitung|einführung|vorwort|introducción|简介|前言
    [the] course description|overview|information
    """
    ]
)
_PHRASES = Phrases(written for _, _, written in _SAY)


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str:
    """The kind of resource that a label names (also misspelt), or empty."""
    words = text.casefold().replace("cheat sheet", "cheatsheet").replace("e book", "ebook").split()
    words = [word for word in words if word not in _AROUND_KINDS]
    if not words or len(words) > 3:
        return ""
    if words[0] == "awesome":
        return "list"
    if len(words) > 1:
        kinds = [_KIND_OF.get(word.strip("&/,"), "") for word in words if word not in ("&", "and", "и", "/")]
        return kinds[0] if kinds and all(kinds) else ""
    if words[0] in _KIND_OF:
        return _KIND_OF[words[0]]
    if not 5 < len(words[0]) < 20:
        return ""
    alike = [word for word in _KIND_OF if word[0] == words[0][0]]
    close = get_close_matches(words[0], alike, n=1, cutoff=0.86)
    return _KIND_OF[close[0]] if close else ""


def level_of(text: str) -> str:
    """A learner's level, or empty."""
    return _LEVEL_OF.get(text.casefold().removesuffix(" level").strip(), "")


@lru_cache(maxsize=4096)
def meaning_of(text: str) -> tuple[Meaning, Reason] | None:
    """What the lines under this title are; the reason counts for the title itself, and for all if they are dropped."""
    if len(text) > _LONGEST:
        return None
    found = _PHRASES.match(spoken(text))
    return None if found is None else _SAY[found][:2]


def is_introduction(text: str) -> bool:
    """Whether prose under this title introduces; with a list under it, it may be what there is to learn."""
    return len(text) <= _LONGEST and _INTRODUCTIONS.match(spoken(text)) is not None
