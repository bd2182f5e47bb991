/**
 * The local default: an organisation of five accounts on this machine, with the control plane deployed to it and a live
 * repository to push to.
 *
 * <p>Belongs here: starting and stopping the processes, deploying what is deployed on AWS too, and the repository. How
 * a run is followed is the same on AWS and lies elsewhere.
 */
@NullMarked
package dev.plumbline.cli.local;

import org.jspecify.annotations.NullMarked;
