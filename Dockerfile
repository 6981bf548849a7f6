# The build stages reach package sources; what they leave behind runs without any.
FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PATH=/opt/venv/bin:$PATH DJANGO_SETTINGS_MODULE=config.settings.prod \
    FONT_DIR=/srv/fonts FILE_ROOT=/srv/files XDG_CACHE_HOME=/tmp
# What WeasyPrint loads; libharfbuzz-subset0 keeps embedded faces small.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/portal

FROM node:20-bookworm-slim AS modules
WORKDIR /srv/portal
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM base AS build
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN pip install --requirement requirements.lock
# Noto CJK is read once, for the characters that Fandol lacks.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk
COPY scripts/fetch_fonts.sh scripts/fonts.py scripts/
RUN sh scripts/fetch_fonts.sh /srv/fonts && python scripts/fonts.py /srv/fonts && rm /srv/fonts/*.otf
COPY --from=modules /srv/portal/node_modules node_modules
COPY . .
# Hashed names and compressed copies are made here, once, and not at every start.
RUN python scripts/vendor.py && rm -rf node_modules \
    && SECRET_KEY=build ALLOWED_HOSTS=build DATABASE_URL=postgres://build/build \
       python manage.py collectstatic --noinput

FROM base
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal /srv/files
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/fonts /srv/fonts
COPY --from=build /srv/portal /srv/portal
USER portal
EXPOSE 8000
# /dev/shm, because a heartbeat file on a slow disk makes gunicorn kill healthy workers.
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", \
     "--worker-tmp-dir=/dev/shm", "--max-requests=2000", "--max-requests-jitter=200", "--timeout=60"]
