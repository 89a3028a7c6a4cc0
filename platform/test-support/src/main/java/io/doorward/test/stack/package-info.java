/**
 * The embedded servers for the services' component tests, on random free ports in a folder that is
 * deleted afterwards. Imports no service.
 */
@NullMarked
package io.doorward.test.stack;

import org.jspecify.annotations.NullMarked;
