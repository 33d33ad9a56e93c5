using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Sunqar.Formats.Forms;

/// <summary>What came of reading a form's XML.</summary>
public abstract record FormReading
{
    private FormReading() { }

    public sealed record Read(FormNode Root) : FormReading;

    public sealed record Refused(BadInput Fault) : FormReading;
}

/// <summary>Forms as XML: no document type, no processing instructions, bounded in size, depth and work.</summary>
public static class FormXml
{
    /// <summary>Bytes of a document that is taken; an answer with files in portions is the longest.</summary>
    public const int BytesMax = 16 << 20;

    /// <summary>UTF-16 with its byte order mark, or another encoding that XML names.</summary>
    /// <param name="file">Its name, for faults.</param>
    public static FormReading Parse(ReadOnlyMemory<byte> bytes, string file)
    {
        if (bytes.Length > BytesMax)
            return new FormReading.Refused(new BadInput(file, 0, 0, null, $"it has more than {BytesMax} bytes", "a shorter document"));
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            using var xml = XmlReader.Create(stream, InputXml.Settings(BytesMax));
            xml.MoveToContent();
            var root = Node(InputXml.Element(xml));
            return xml.MoveToContent() == XmlNodeType.None
                ? new FormReading.Read(root)
                : new FormReading.Refused(new BadInput(file, 0, 0, null, "something follows the document", "one document"));
        }
        catch (XmlException fault)
        {
            return new FormReading.Refused(
                new BadInput(
                    file,
                    fault.LineNumber,
                    fault.LinePosition,
                    null,
                    "it is no XML that is taken",
                    "XML without a document type, whole, at most 32 levels deep"
                )
            );
        }
        catch (Exception fault) when (fault is DecoderFallbackException or ArgumentException)
        {
            return new FormReading.Refused(BadInput.Undecodable(file));
        }
    }

    /// <summary>A document that the house wrote a moment ago, of whatever size.</summary>
    internal static FormNode Own(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return Node(XElement.Load(stream));
    }

    /// <summary>The document as the published layout encodes it: UTF-16, little end first, with its mark.</summary>
    public static byte[] Utf16(FormNode root)
    {
        using var output = new MemoryStream();
        using (
            var xml = XmlWriter.Create(
                output,
                new XmlWriterSettings { Encoding = Encoding.Unicode, NewLineHandling = NewLineHandling.Entitize }
            )
        )
        {
            Write(xml, root);
        }
        return output.ToArray();
    }

    private static FormNode Node(XElement element) =>
        new(
            element.Name.LocalName,
            string.Concat(element.Nodes().OfType<XText>().Select(text => text.Value)),
            [.. element.Attributes().Select(one => (one.Name.LocalName, one.Value))],
            [.. element.Elements().Select(Node)]
        );

    private static void Write(XmlWriter xml, FormNode node)
    {
        xml.WriteStartElement(node.Name);
        foreach (var (name, value) in node.Attributes)
            xml.WriteAttributeString(name, value);
        if (node.Text.Length > 0)
            xml.WriteString(node.Text);
        foreach (var child in node.Children)
            Write(xml, child);
        xml.WriteEndElement();
    }
}
