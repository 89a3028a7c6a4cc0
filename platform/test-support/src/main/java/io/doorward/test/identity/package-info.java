/** Callers for tests: sessions of the demo people and credentials of the gateway. */
@NullMarked
package io.doorward.test.identity;

import org.jspecify.annotations.NullMarked;
