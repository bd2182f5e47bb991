package dev.plumbline.accounts.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class XmlNodeTest {

    /**
     * A tag's value may begin and end with a blank (EC2's user guide, tag restrictions: "spaces representable in
     * UTF-8").
     */
    @Test
    void text_withWhiteSpace_isAsItStandsThere() throws IOException {
        XmlNode answer = parse("<R>\n  <value> a  b\t</value>\n  <blank>  </blank>\n</R>");

        assertThat(answer.text("value")).isEqualTo(" a  b\t");
        assertThat(answer.text("blank")).isEqualTo("  ");
    }

    @Test
    void content_ofWhatHoldsElements_isNothingWhateverStandsBetweenThem() throws IOException {
        XmlNode answer = parse("<R>\n  <set>\n    <item>a</item>\n  </set>\n</R>");

        assertThat(answer.text("set")).isEmpty();
        assertThat(answer.items("set")).extracting(XmlNode::content).containsExactly("a");
    }

    private static XmlNode parse(String text) throws IOException {
        return XmlNode.parse(text.getBytes(UTF_8));
    }
}
