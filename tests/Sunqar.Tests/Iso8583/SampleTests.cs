using System.Text;
using System.Text.RegularExpressions;
using Sunqar.Formats.Iso8583;
using Xunit;

namespace Sunqar.Tests.Iso8583;

/// <summary>The shared sample messages. Many are in other encodings than ASCII (BCD, EBCDIC) or broken on purpose: those must be refused,
/// at the right field.</summary>
public partial class SampleTests
{
    // Where our table says other than the shared specification, and why: docs/iso8583.md.
    private static readonly Dictionary<int, string> Liberties = new()
    {
        [32] = "an..11",
        [44] = "ans..25",
        [45] = "ans..76",
        [46] = "ans...999",
        [47] = "ans...999",
        [48] = "ans...999",
        [54] = "ans...120",
    };

    [Fact]
    public void The_table_is_the_shared_specification_but_for_the_documented_liberties()
    {
        var specification = File.ReadAllText(Repository.Shared("standards/iso8583/specification_ver_1987.json"), Encoding.Latin1);
        var compared = 0;
        foreach (Match match in Element().Matches(specification))
        {
            var number = int.Parse(match.Groups[1].Value);
            if (number is not (1 or 65))
            {
                var field = IsoFields.Of(number);
                Assert.Equal((number, Liberties.GetValueOrDefault(number, match.Groups[2].Value)), (number, field?.Notation));
                compared++;
            }
        }
        Assert.Equal((compared, compared), (IsoFields.All.Count, 126));
    }

    [GeneratedRegex(
        """
            "(\d+)": \{\s*"Describe": "([^";]+)
            """
    )]
    private static partial Regex Element();

    [Theory]
    [InlineData("financial_transaction_message", IsoFaultKind.None, 0)]
    [InlineData("financial_transaction_message_response", IsoFaultKind.None, 0)]
    [InlineData("iso_reversal_message", IsoFaultKind.None, 0)]
    [InlineData("iso_reversal_message_advice", IsoFaultKind.None, 0)]
    [InlineData("iso_reversal_message_advice_missing_field", IsoFaultKind.None, 0)]
    [InlineData("iso_reversal_message_advice_unexpected_field", IsoFaultKind.None, 0)]
    [InlineData("iso_reversal_message_error_date", IsoFaultKind.None, 0)]
    [InlineData("iso_reversal_message_response", IsoFaultKind.None, 0)]
    [InlineData("iso_reversal_repeat_message", IsoFaultKind.None, 0)]
    [InlineData("iso_reversal_repeat_message_response", IsoFaultKind.None, 0)]
    [InlineData("network_management_message", IsoFaultKind.None, 0)]
    [InlineData("network_management_message_response", IsoFaultKind.None, 0)]
    [InlineData("error_message", IsoFaultKind.FieldCut, 55)]
    [InlineData("message_with_character_ebcdic_encoding", IsoFaultKind.FieldCharacters, 42)]
    [InlineData("message_with_error_indicate_numeric", IsoFaultKind.FieldCut, 28)]
    [InlineData("message_with_hex_bcd", IsoFaultKind.FieldLength, 48)]
    [InlineData("message_with_hex_length", IsoFaultKind.FieldLength, 32)]
    [InlineData("message_with_hex_rbcd", IsoFaultKind.FieldLength, 48)]
    [InlineData("message_with_indicate_numeric", IsoFaultKind.FieldCut, 28)]
    [InlineData("message_with_number_bcd_encoding", IsoFaultKind.FieldCharacters, 7)]
    [InlineData("network_management_message_with_error_track", IsoFaultKind.FieldCharacters, 35)]
    [InlineData("network_management_message_with_track", IsoFaultKind.FieldCharacters, 35)]
    public void Sample(string name, IsoFaultKind kind, int field)
    {
        var bytes = File.ReadAllBytes(Repository.Shared($"standards/iso8583/{name}.dat"));
        Assert.Equal(kind == IsoFaultKind.None, IsoMessage.TryRead(bytes, out var message, out var fault));
        Assert.Equal(new IsoFault(kind, field), fault);
        Assert.Equal(Encoding.ASCII.GetString(bytes, 0, 4), Encoding.ASCII.GetString(message.Type));
        if (kind == IsoFaultKind.None)
        {
            Assert.Equal(bytes, IsoExamples.Rebuild(message).ToArray());
        }
    }
}
