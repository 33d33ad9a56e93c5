using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Sunqar.Formats;

/// <summary>XML that others wrote, read as a stream: no document type, so no entity grows it; elements taken one by one within limits, in
/// work that their length bounds.</summary>
internal static class InputXml
{
    /// <summary>Elements and texts in one element that is taken: the longest real party of a list has some two thousand.</summary>
    private const int NodesMax = 200_000;

    /// <summary>Attributes of one element; real lists have at most a dozen.</summary>
    private const int AttributesMax = 64;

    public static XmlReaderSettings Settings(long charactersMax = InputLimits.UnpackedBytesMax) =>
        new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersInDocument = charactersMax,
            MaxCharactersFromEntities = 1 << 20,
        };

    /// <summary>The element under the reader, its names without their namespaces; the reader moves behind it.</summary>
    /// <exception cref="XmlException">It goes beyond a limit.</exception>
    public static XElement Element(XmlReader xml)
    {
        var root = new XElement(xml.LocalName);
        var depth = xml.Depth;
        var at = root;
        // Pieces of one text are joined once: to append each to the element's own costs the square of them.
        StringBuilder? text = null;
        Attributes(xml, root);
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return root;
        }
        for (var nodes = 0; xml.Read() && xml.Depth > depth; nodes++)
        {
            if (nodes > NodesMax || xml.Depth - depth > InputLimits.NestingMax)
            {
                throw Stop(xml, $"more than {NodesMax} nodes or {InputLimits.NestingMax} levels in one element");
            }
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    Put(at, ref text);
                    var child = new XElement(xml.LocalName);
                    at.Add(child);
                    var isEmpty = xml.IsEmptyElement;
                    if (!isEmpty)
                    {
                        at = child;
                    }
                    Attributes(xml, child);
                    break;
                case XmlNodeType.EndElement:
                    Put(at, ref text);
                    at = at.Parent ?? root;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    (text ??= new StringBuilder()).Append(xml.Value);
                    break;
            }
        }
        Put(at, ref text);
        xml.Read();
        return root;
    }

    private static void Put(XElement into, ref StringBuilder? text)
    {
        if (text is not null)
        {
            into.Add(new XText(text.ToString()));
            text = null;
        }
    }

    private static void Attributes(XmlReader xml, XElement of)
    {
        if (xml.AttributeCount > AttributesMax)
        {
            throw Stop(xml, $"more than {AttributesMax} attributes of one element");
        }
        while (xml.MoveToNextAttribute())
        {
            if (xml.Prefix.Length == 0 && xml.LocalName != "xmlns")
            {
                of.SetAttributeValue(xml.LocalName, xml.Value);
            }
        }
        xml.MoveToElement();
    }

    private static XmlException Stop(XmlReader xml, string reason)
    {
        var place = (IXmlLineInfo)xml;
        return new XmlException(reason, null, place.LineNumber, place.LinePosition);
    }
}
