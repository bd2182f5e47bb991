/** The playbooks over recorded answers, and the permissions that follow from them. */
@NullMarked
package dev.plumbline.tasks.playbooks;

import org.jspecify.annotations.NullMarked;
