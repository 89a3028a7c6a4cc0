/**
 * Which upstream a request is for and what it takes to get there, read from one file that is
 * validated as a whole. Must not import any other room.
 */
@NullMarked
package io.doorward.gateway.route;

import org.jspecify.annotations.NullMarked;
