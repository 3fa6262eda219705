# One image for web, worker and beat; nothing secret goes in, nobody inside is root.
FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DJANGO_SETTINGS_MODULE=lipportal.settings PORTAL_DATA_DIR=/data

RUN groupadd --system --gid 10001 portal \
    && useradd --system --uid 10001 --gid portal --home-dir /app --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0750 /data

WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN python -m pip install -r requirements.txt -c constraints.txt

COPY manage.py ./
COPY lipportal lipportal
COPY councils councils
COPY strategies strategies
COPY actionplans actionplans
COPY reporting reporting
COPY templates templates
COPY static static
# The key lasts for this one command and is in no layer. What is collected here every host has alike, of its own version.
ENV PORTAL_STATIC_DIR=/app/collected
RUN export PORTAL_SECRET_KEY=only-while-the-image-is-made \
    && python manage.py compilecatalogues && python manage.py collectstatic --no-input -v 0

USER portal
VOLUME /data
EXPOSE 8000
# A container is reached from outside itself; what it runs is said in lipportal/processes.py.
ENV PORTAL_BIND=0.0.0.0:8000
CMD ["python", "-m", "lipportal.launch", "web"]
