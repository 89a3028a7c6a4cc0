/** Documents made from the sources; a test fails when one is out of date. No services needed. */
@NullMarked
package io.doorward.system.docs;

import org.jspecify.annotations.NullMarked;
