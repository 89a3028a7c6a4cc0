/**
 * An API to stand behind the gateway in demos and tests: it shows what reaches an upstream. Imports
 * no other server.
 */
@NullMarked
package io.doorward.stack.upstream;

import org.jspecify.annotations.NullMarked;
