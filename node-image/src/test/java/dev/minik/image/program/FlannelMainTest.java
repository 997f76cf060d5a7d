package dev.minik.image.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FlannelMainTest {
    @Test
    void keepsTwoBackEndsAndEverythingElse() {
        assertEquals("""
                package main

                import (
                	"fmt"

                	_ "github.com/flannel-io/flannel/pkg/backend/hostgw"
                	_ "github.com/flannel-io/flannel/pkg/backend/vxlan"
                	"github.com/flannel-io/flannel/pkg/backend"
                )
                """, FlannelMain.trim("""
                        package main

                        import (
                        	"fmt"

                        	_ "github.com/flannel-io/flannel/pkg/backend/alloc"
                        	_ "github.com/flannel-io/flannel/pkg/backend/hostgw"
                        	_ "github.com/flannel-io/flannel/pkg/backend/tencentvpc"
                        	_ "github.com/flannel-io/flannel/pkg/backend/vxlan"
                        	"github.com/flannel-io/flannel/pkg/backend"
                        )
                        """));
    }

    @Test
    void anUnexpectedMainPackageIsNotBuiltWithoutBackEnds() {
        assertThrows(IllegalStateException.class, () -> FlannelMain.trim("package main\n"));
    }
}
