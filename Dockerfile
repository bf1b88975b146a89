# One image for web, worker and beat; docker-compose.yml runs it beside PostgreSQL and Valkey.

FROM node:22-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM python:3.13-slim AS libraries
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.txt ./
RUN /opt/venv/bin/pip install --require-hashes -r requirements.txt

FROM python:3.13-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 dondoc \
    && useradd --system --uid 10001 --gid dondoc --home-dir /app --shell /usr/sbin/nologin dondoc \
    && install -d -o dondoc -g dondoc -m 0700 /srv/media /srv/beat
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings STATIC_ROOT=/app/staticfiles MEDIA_ROOT=/srv/media
WORKDIR /app
COPY --from=libraries /opt/venv /opt/venv
COPY manage.py ./
COPY config config
COPY agencies agencies
COPY directives directives
COPY plans plans
COPY reporting reporting
COPY templates templates
COPY docs docs
COPY static static
COPY --from=assets /build/node_modules /tmp/node_modules
# Collecting needs settings that load, not a server; nothing of these values stays in the image.
RUN ln -s /tmp/node_modules node_modules \
    && python -m config.vendor \
    && DATABASE_URL=postgresql://build@localhost/build REDIS_URL=redis://localhost SECRET_KEY=for-collecting-static-files-only-while-the-image-is-built PUBLIC_URL=https://build.invalid \
       python manage.py collectstatic --noinput \
    && rm -rf node_modules /tmp/node_modules
USER dondoc
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=4 \
    CMD ["python", "-m", "config.probe"]
CMD ["gunicorn", "--config", "config/gunicorn.py", "--bind", "0.0.0.0:8000"]
