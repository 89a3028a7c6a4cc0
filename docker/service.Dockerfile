# One pattern for all four services. Build after ./dev build (or mvn package):
#   docker build -f docker/service.Dockerfile --build-arg SERVICE=token-service -t doorward/token-service .
FROM eclipse-temurin:21-jre
ARG SERVICE
WORKDIR /deployments
COPY --chown=10001:10001 ${SERVICE}/target/quarkus-app/lib/ lib/
COPY --chown=10001:10001 ${SERVICE}/target/quarkus-app/*.jar ./
COPY --chown=10001:10001 ${SERVICE}/target/quarkus-app/app/ app/
COPY --chown=10001:10001 ${SERVICE}/target/quarkus-app/quarkus/ quarkus/
# Only the gateway reads it; a deployment mounts its own over it.
COPY --chown=10001:10001 auth-gateway/routes/ routes/
# Written to by whichever user the deployment chooses.
RUN install -d -m 1777 /var/spool/doorward /var/lib/doorward
USER 10001:10001
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError -Djava.io.tmpdir=/tmp"
ENTRYPOINT ["java", "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED", "-jar", "quarkus-run.jar"]
