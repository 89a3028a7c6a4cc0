/**
 * What was detected lately, for those who may see it. Reads the topics like anybody else; must not
 * import the stream.
 */
@NullMarked
package io.doorward.monitor.recent;

import org.jspecify.annotations.NullMarked;
