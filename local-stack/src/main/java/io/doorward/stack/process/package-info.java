/**
 * Child processes: started in a session of their own, logged to a bounded file, recorded so that
 * what a killed run left behind is found, and ended when this process ends. Knows nothing of what
 * the processes are for and imports no server.
 */
@NullMarked
package io.doorward.stack.process;

import org.jspecify.annotations.NullMarked;
