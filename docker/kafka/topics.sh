#!/usr/bin/env bash
# Creates the topics that are missing. Partitions of usage-events may be raised; token-events keeps exactly one.
set -euo pipefail

create() {
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$KAFKA" --create --if-not-exists \
    --topic "$1" --partitions "$2" --replication-factor "${REPLICATION:-1}"
}

create usage-events 6
create token-events 1
create security-events 3
create usage-events.dead 1
create token-events.dead 1
create security-events.dead 1
