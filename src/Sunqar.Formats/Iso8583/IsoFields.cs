using System.Buffers;

namespace Sunqar.Formats.Iso8583;

/// <summary>
/// The data elements of ISO 8583:1987, all in ASCII, in the standard's own notation. It differs from the standard in two things
/// (docs/iso8583.md): the acquirer's code (32) may have letters, for an institution may be known by its BIC; and the additional data of 44,
/// 46, 47, 48 and 54 may have any printable character.
/// </summary>
public static class IsoFields
{
    /// <summary>The last data element; a third bitmap (bit 65) is not taken.</summary>
    public const int Last = 128;

    internal static readonly SearchValues<byte> LettersDigitsBlank = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 "u8
    );

    internal static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
    internal static readonly SearchValues<byte> TrackSet = SearchValues.Create("0123456789:;<=>?D"u8);
    internal static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    private const string Table = """
        2 n..19 | Primary account number
        3 n 6 | Processing code
        4 n 12 | Amount, transaction
        5 n 12 | Amount, settlement
        6 n 12 | Amount, cardholder billing
        7 n 10 | Transmission date and time, MMDDhhmmss
        8 n 8 | Amount, cardholder billing fee
        9 n 8 | Conversion rate, settlement
        10 n 8 | Conversion rate, cardholder billing
        11 n 6 | System trace audit number
        12 n 6 | Time, local transaction, hhmmss
        13 n 4 | Date, local transaction, MMDD
        14 n 4 | Date, expiration, YYMM
        15 n 4 | Date, settlement
        16 n 4 | Date, conversion
        17 n 4 | Date, capture
        18 n 4 | Merchant type
        19 n 3 | Acquiring institution country code
        20 n 3 | PAN extended, country code
        21 n 3 | Forwarding institution country code
        22 n 3 | Point of service entry mode
        23 n 3 | Card sequence number
        24 n 3 | Network international identifier
        25 n 2 | Point of service condition code
        26 n 2 | Point of service PIN capture code
        27 n 1 | Authorization identification response length
        28 x+n 8 | Amount, transaction fee
        29 x+n 8 | Amount, settlement fee
        30 x+n 8 | Amount, transaction processing fee
        31 x+n 8 | Amount, settlement processing fee
        32 an..11 | Acquiring institution identification code
        33 n..11 | Forwarding institution identification code
        34 ns..28 | Primary account number, extended
        35 z..37 | Track 2 data
        36 n...104 | Track 3 data
        37 an 12 | Retrieval reference number
        38 an 6 | Authorization identification response
        39 an 2 | Response code
        40 an 3 | Service restriction code
        41 ans 8 | Card acceptor terminal identification
        42 ans 15 | Card acceptor identification code
        43 ans 40 | Card acceptor name and location
        44 ans..25 | Additional response data
        45 ans..76 | Track 1 data
        46 ans...999 | Additional data, ISO
        47 ans...999 | Additional data, national
        48 ans...999 | Additional data, private
        49 n 3 | Currency code, transaction
        50 n 3 | Currency code, settlement
        51 n 3 | Currency code, cardholder billing
        52 b 64 | PIN data
        53 n 16 | Security related control information
        54 ans...120 | Additional amounts
        55 ans...999 | Chip data
        56 ans...999 | Reserved, ISO
        57 ans...999 | Reserved, national
        58 ans...999 | Reserved, national
        59 ans...999 | Reserved, national
        60 ans...999 | Reserved, national
        61 ans...999 | Reserved, private
        62 ans...999 | Reserved, private
        63 ans...999 | Reserved, private
        64 b 64 | Message authentication code
        66 n 1 | Settlement code
        67 n 2 | Extended payment code
        68 n 3 | Receiving institution country code
        69 n 3 | Settlement institution country code
        70 n 3 | Network management information code
        71 n 4 | Message number
        72 n 4 | Message number, last
        73 n 6 | Date, action, YYMMDD
        74 n 10 | Credits, number
        75 n 10 | Credits, reversal number
        76 n 10 | Debits, number
        77 n 10 | Debits, reversal number
        78 n 10 | Transfer, number
        79 n 10 | Transfer, reversal number
        80 n 10 | Inquiries, number
        81 n 10 | Authorizations, number
        82 n 12 | Credits, processing fee amount
        83 n 12 | Credits, transaction fee amount
        84 n 12 | Debits, processing fee amount
        85 n 12 | Debits, transaction fee amount
        86 n 16 | Credits, amount
        87 n 16 | Credits, reversal amount
        88 n 16 | Debits, amount
        89 n 16 | Debits, reversal amount
        90 n 42 | Original data elements
        91 an 1 | File update code
        92 an 2 | File security code
        93 an 5 | Response indicator
        94 an 7 | Service indicator
        95 an 42 | Replacement amounts
        96 b 64 | Message security code
        97 x+n 16 | Amount, net settlement
        98 ans 25 | Payee
        99 n..11 | Settlement institution identification code
        100 n..11 | Receiving institution identification code
        101 ans..17 | File name
        102 ans..28 | Account identification 1
        103 ans..28 | Account identification 2
        104 ans...100 | Transaction description
        """;

    private static readonly IsoField?[] ByNumber = Read();

    /// <summary>Every data element by its number.</summary>
    public static IReadOnlyList<IsoField> All { get; } = [.. ByNumber.OfType<IsoField>()];

    /// <summary>The data element of this number; null for 1 (the second bitmap), 65 and what is out of range.</summary>
    public static IsoField? Of(int number) => (uint)number <= Last ? ByNumber[number] : null;

    private static IsoField?[] Read()
    {
        var fields = new IsoField?[Last + 1];
        foreach (var line in Table.Split('\n'))
        {
            var field = IsoField.Parse(line);
            fields[field.Number] = field;
        }
        // 105 to 127 are reserved alike.
        for (var number = 105; number < Last; number++)
        {
            var use =
                number <= 111 ? "ISO"
                : number <= 119 ? "national"
                : "private";
            fields[number] = IsoField.Parse($"{number} ans...999 | Reserved, {use}");
        }
        fields[Last] = IsoField.Parse($"{Last} b 64 | Message authentication code");
        return fields;
    }
}
