"""Names of languages, tools, files, services and people: which ones matters to no label."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tools.bundled_model.grammar import Draw, words
from tools.bundled_model.sample import Split
from tools.bundled_model.words import entities
from tools.bundled_model.words.invented import code, invented, invented_name
from tools.bundled_model.words.split import drawn, halves

LISTS: dict[str, tuple[str, ...]] = {
    "lang": words("""
        Python|Python|Python|JavaScript|TypeScript|Go|Rust|Java|Kotlin|Swift|C|C++|C#|Ruby|PHP
        Scala|Elixir|Haskell|Perl|Lua|R|Julia|Dart|bash|shell|PowerShell|SQL|Clojure|OCaml|F#
        Erlang|Zig|Groovy|Objective-C|Fortran|Node|python|javascript|golang|rust|java|typescript
        php|ruby
    """),
    "framework": words("""
        Django|Flask|FastAPI|React|Vue|Angular|Svelte|Next.js|Nuxt|Express|NestJS|Spring Boot|Rails
        Laravel|Symfony|Phoenix|Gin|Echo|Actix|Axum|Rocket|ASP.NET|Blazor|Flutter|React Native|Qt
        Electron|Tailwind|Bootstrap|jQuery|Ember|Remix|Astro|SolidJS|Quarkus|Micronaut|Ktor|Sinatra
        Celery|Pandas|NumPy|PyTorch|TensorFlow|scikit-learn|Spark|Airflow|dbt|SwiftUI|Hibernate
        Prisma|SQLAlchemy|pydantic|pytest|Jest|Cypress|Playwright|Selenium|JUnit|Storybook|Vite
    """),
    "db": words("""
        Postgres|PostgreSQL|MySQL|MariaDB|SQLite|MongoDB|Redis|Cassandra|DynamoDB|Elasticsearch
        ClickHouse|BigQuery|Snowflake|Oracle|SQL Server|CockroachDB|Neo4j|InfluxDB|TimescaleDB
        Firestore|OpenSearch|DuckDB|Couchbase|Memcached|Redshift
    """),
    "broker": words("""
        Kafka|RabbitMQ|Redis Streams|SQS|NATS|Pulsar|Google Pub/Sub|ActiveMQ|Kinesis|Celery|Sidekiq
        EventBridge|ZeroMQ|Service Bus|MQTT|BullMQ
    """),
    "tool": words("""
        Docker|Kubernetes|Terraform|Ansible|Helm|Jenkins|GitHub Actions|GitLab CI|CircleCI|npm|yarn
        pnpm|webpack|Babel|ESLint|Prettier|Maven|Gradle|pip|poetry|conda|make|CMake|Bazel|git|nginx
        Apache|HAProxy|Envoy|Istio|Prometheus|Grafana|Sentry|Datadog|Vault|Consul|ArgoCD|Pulumi|uv
        gunicorn|uvicorn|systemd|cron|ssh|curl|Homebrew|VS Code|PyCharm|Xcode|Android Studio|Kibana
        Logstash|OpenTelemetry|Keycloak|Auth0|Stripe|Twilio|Docker Compose|minikube|ruff|mypy
    """),
    "cloud": words("""
        AWS|Azure|GCP|Google Cloud|Heroku|Fly.io|DigitalOcean|Hetzner|Cloudflare|Vercel|Netlify|EC2
        Lambda|ECS|EKS|GKE|App Engine|Cloud Run|our own servers|on-prem|Linode|OVH|Render
    """),
    "ext": words("""
        py|js|ts|go|rs|java|rb|php|cs|cpp|tsx|vue|kt|swift|sql|sh|scala|ex|c|jsx
    """),
    "stem": words("""
        main|app|utils|helpers|models|views|config|settings|server|client|index|parser|auth|billing
        orders|users|payments|router|handlers|worker|queue|cache|db|api|routes|report|invoice
        upload|session|search|mailer|scheduler|export|import_data|middleware|serializers|forms
        checkout|profile|cart|login|notify|storage|events|metrics|schema|permissions|tokens
        webhooks
    """),
    "verb_id": words("""
        get|set|load|save|parse|fetch|build|make|send|update|delete|create|find|check|validate|run
        handle|process|read|write|merge|sort|format|convert|calculate|render|sync|init|list|apply
    """),
    "noun_id": words("""
        user|order|invoice|config|token|date|item|price|total|file|row|report|message|event|session
        cart|payment|customer|page|record|job|task|account|image|header|response|request|cache|tax
        product|email|address|discount|balance|key|query|node|tree|list|name|id|stock|rate
    """),
    "service": words("""
        billing service|auth service|order service|payment gateway|checkout|search service|user API
        notification service|inventory service|reporting service|recommendation engine|web app|API
        mobile app|admin panel|dashboard|customer portal|data pipeline|ETL job|import job
        mail queue|landing page|backend|frontend|CLI|SDK|login page|signup flow|shopping cart
        chat widget|wiki|settings page|image uploader|export job|scheduler|webhook handler
        analytics dashboard|cron job|internal tool|price calculator|booking system|ticket system
        CRM integration|invoice generator|file server|media player|feed|calendar sync|API gateway
        proxy|crawler|scraper|bot|plugin|desktop client|background worker|nightly batch
        metrics exporter|licence server|forum
    """),
    "city": words("""
        London|Paris|Berlin|Rome|Madrid|Lisbon|Vienna|Prague|Tokyo|New York|Boston|Chicago|Sydney
        Toronto|Dublin|Amsterdam|Copenhagen|Oslo|Helsinki|Athens|Istanbul|Cairo|Mumbai|Singapore
        Seoul|Munich|Hamburg|Zurich|Milan|Barcelona|Porto|Krakow|Budapest|Warsaw|Stockholm|Brussels
    """),
    "country": words("""
        France|Germany|Japan|Italy|Spain|Portugal|Canada|Brazil|India|Australia|Norway|Sweden
        Poland|Greece|Mexico|Peru|Chile|Egypt|Kenya|Morocco|Vietnam|Thailand|Ireland|Iceland
        Croatia|Nepal|Turkey|Austria|Switzerland|Argentina|New Zealand|South Korea|Finland|Denmark
        Belgium
    """),
    "dish": words("""
        lasagna|pancakes|chicken curry|banana bread|risotto|tomato soup|pizza dough|chocolate cake
        pad thai|carbonara|hummus|guacamole|ratatouille|beef stew|apple pie|scrambled eggs|ramen
        lentil soup|potato salad|pesto|falafel|tacos|goulash|sourdough bread|fried rice|brownies
        a cheesecake|an omelette|a vegan burger|oatmeal|a fruit salad|mashed potatoes|iced tea
    """),
    "person_role": words("""
        my boss|my manager|a colleague|our team lead|the CEO|a customer|a client|our landlord|HR
        my neighbour|a supplier|the recruiter|a candidate|my teacher|a friend|my sister
        the whole team|our intern|a business partner|the accountant|the sales team|a vendor
        my mentor|our new hire
    """),
    "spoken": words("""
        German|French|Spanish|Italian|Portuguese|Dutch|Polish|Japanese|Chinese|Russian|Turkish
        Arabic|Swedish|Czech|Hindi|Korean|English|Danish|Finnish|Greek|Norwegian
    """),
    "topic": words("""
        photosynthesis|black holes|inflation|the French Revolution|the Roman Empire|gravity
        volcanoes|vaccines|the stock market|compound interest|jazz|impressionism|Buddhism
        the Cold War|climate|the water cycle|the solar system|dinosaurs|evolution|the human heart
        chess|football|tides|electric cars|coffee|meditation|sleep|the moon landing|mortgages|opera
        yoga|recycling|DNA|the Middle Ages|Shakespeare|bees|earthquakes|the ozone layer|nutrition
        taxes|pensions
    """),
}


SPELLED = (
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty "
    "sixty eighty ninety"
).split()


def _ident(chance: Random, noun: str) -> str:
    verb = chance.choice(LISTS["verb_id"])
    style = chance.random()
    if style < 0.6:
        return f"{verb}_{noun}"
    return f"{verb}{noun.capitalize()}" if style < 0.9 else f"{verb}_{noun}_by_id"


def _class_name(chance: Random, noun: str) -> str:
    ends = ("Service", "Manager", "Client", "Handler", "Model", "View", "Error", "Repository", "")
    return noun.capitalize() + chance.choice(ends)


def _file_name(chance: Random, noun: str) -> str:
    folder = chance.choice(("", "", "", "src/", "lib/", "app/", "internal/", "server/", "./"))
    return f"{folder}{noun}.{chance.choice(LISTS['ext'])}"


def _route(chance: Random, noun: str) -> str:
    folder = chance.choice(("/", "/api/", "/v1/", "/api/v2/"))
    return folder + noun + chance.choice(("", "s", "s/:id"))


def _named(build: Callable[[Random, str], str], nouns: str) -> Draw:
    """Return how to draw a name in a program, of a usual noun or an invented one."""

    def draw(chance: Random, split: Split) -> str:
        if chance.random() < 0.35:
            return build(chance, invented(chance, split))
        return drawn(chance, split, lambda again: build(again, again.choice(LISTS[nouns])))

    return draw


def ticket(chance: Random, split: Split) -> str:
    """Return an issue's number."""
    return code(chance, split, chance.choice(("#999", "#9999", "AAA-999", "AA-99")))


def product(chance: Random, split: Split) -> str:
    """Return a product's or project's name that nobody has heard."""
    return invented_name(chance, split)


def number(chance: Random, split: Split) -> str:
    """Return a number from 2 to 99."""
    del split
    return str(chance.randint(2, 99))


def few(chance: Random, split: Split) -> str:
    """Return a small number, in digits or as a word."""
    return chance.choice(SPELLED) if chance.random() < 0.4 else number(chance, split)


def line_number(chance: Random, split: Split) -> str:
    """Return a line of a file."""
    del split
    return str(chance.randint(3, 900))


KEPT_APART = ("service", "city", "country", "dish", "topic", "spoken")
"""Lists whose words are on one side only. The others name languages and tools, which tell that a
request is about software at all, or are the usual words of programs and offices."""


def nouns(split: Split) -> dict[str, tuple[str, ...]]:
    """Return the lists of one side."""
    return LISTS | {name: halves(LISTS[name])[split] for name in KEPT_APART}


DRAWS: dict[str, Draw] = {
    "ident": _named(_ident, "noun_id"),
    "cls": _named(_class_name, "noun_id"),
    "file": _named(_file_name, "stem"),
    "route": _named(_route, "noun_id"),
    "ticket": ticket,
    "product": product,
    "n": number,
    "few": few,
    "line": line_number,
    "word": invented,
    "name": entities.first_name,
    "person": entities.person,
    "company": entities.company,
    "date": entities.date,
    "money": entities.money,
}
