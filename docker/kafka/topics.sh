#!/usr/bin/env bash
# Creates the topics that are missing. Partitions of usage-events may be raised; token-events and gateway-reports keep exactly one.
set -euo pipefail

create() {
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$KAFKA" --create --if-not-exists \
    --topic "$1" --partitions "$2" --replication-factor "${REPLICATION:-1}"
}

create usage-events 6
create token-events 1
create security-events 3
create gateway-reports 1
create token-activity 3
create usage-events.dead 1
create token-events.dead 1
create security-events.dead 1
create token-activity.dead 1

# Only the last minutes of the gateways' reports are ever read.
/opt/kafka/bin/kafka-configs.sh --bootstrap-server "$KAFKA" --alter --topic gateway-reports \
  --add-config retention.ms=3600000,segment.ms=3600000
