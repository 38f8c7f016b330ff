# syntax=docker/dockerfile:1
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY bot bot
COPY content content
COPY migrations migrations
RUN python -m venv /opt/milepost && /opt/milepost/bin/pip install --no-cache-dir .

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home --home-dir /data milepost
COPY --from=build /opt/milepost /opt/milepost
ENV PATH=/opt/milepost/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/milepost.sqlite3
USER milepost
WORKDIR /data
VOLUME /data
# The database answers and is at this release's schema.
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["milepost", "db", "current"]
# Alone: every platform that has a token, or the terminal chat where none is set.
ENTRYPOINT ["milepost"]
