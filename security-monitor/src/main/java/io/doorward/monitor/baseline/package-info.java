/**
 * What is normal for a token, and the statistics that tell when something is not. Pure; must not
 * import Kafka, HTTP, events or any rule.
 */
@NullMarked
package io.doorward.monitor.baseline;

import org.jspecify.annotations.NullMarked;
