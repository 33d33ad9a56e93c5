using System.Xml;
using System.Xml.Schema;

namespace Sunqar.Formats.Iso20022;

/// <summary>The published schemas, where their owner put them into a folder: they may not be passed on with this program.</summary>
public sealed class Iso20022Schemas
{
    private readonly Dictionary<string, XmlSchemaSet> _sets = [];

    private Iso20022Schemas() { }

    /// <summary>Messages whose schema is there.</summary>
    public IReadOnlyCollection<string> Messages => _sets.Keys;

    /// <summary>Reads the schemas of the payment messages that are taken, each from its usual file name,
    /// <c>pacs.008.001.08.xsd</c>.</summary>
    /// <exception cref="InvalidDataException">There is no such folder, none of the schemas is in it, or one cannot be read.</exception>
    public static Iso20022Schemas Load(string folder) => Load(folder, MessageGrammar.Payments);

    /// <summary>The same of the messages between an authority and a bank.</summary>
    /// <inheritdoc cref="Load(string)"/>
    public static Iso20022Schemas LoadAuthority(string folder) => Load(folder, MessageGrammar.Authority);

    private static Iso20022Schemas Load(string folder, IReadOnlyList<string> messages)
    {
        var schemas = new Iso20022Schemas();
        foreach (var message in messages)
        {
            var file = Path.Combine(folder, message + ".xsd");
            if (!File.Exists(file))
            {
                continue;
            }
            try
            {
                var set = new XmlSchemaSet { XmlResolver = null };
                using var reader = XmlReader.Create(
                    file,
                    new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
                );
                set.Add(MessageReader.NamespaceOf(message), reader);
                set.Compile();
                schemas._sets.Add(message, set);
            }
            catch (Exception error) when (error is XmlException or XmlSchemaException or IOException or UnauthorizedAccessException)
            {
                throw new InvalidDataException($"{file}: {error.Message}", error);
            }
        }
        return schemas._sets.Count > 0
            ? schemas
            : throw new InvalidDataException(
                $"{folder}: none of {string.Join(", ", messages.Select(message => message + ".xsd"))} is in it"
            );
    }

    internal XmlSchemaSet? Of(string message) => _sets.GetValueOrDefault(message);
}
