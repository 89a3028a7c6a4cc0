/** What the tests of this service share. */
@NullMarked
package io.doorward.token.support;

import org.jspecify.annotations.NullMarked;
