package io.doorward.gateway.limit;

import java.util.List;

/** Whether a charge was made, and what each window says. */
record Ruling(boolean charged, List<Reading> readings) {}
