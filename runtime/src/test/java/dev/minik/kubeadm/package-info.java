@NullMarked
package dev.minik.kubeadm;

import org.jspecify.annotations.NullMarked;
