/** What the rules see of an event. Pure; must not import Kafka, HTTP or any rule. */
@NullMarked
package io.doorward.monitor.signal;

import org.jspecify.annotations.NullMarked;
