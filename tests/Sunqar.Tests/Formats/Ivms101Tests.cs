using System.Text.Json;
using Sunqar.Formats.Ivms101;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>Travel-rule payloads of the shared vectors and of both versions of the standard.</summary>
public class Ivms101Tests
{
    private static IvmsReading Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Ivms101Json.Of(document.RootElement, "ivms101");
    }

    private static IvmsPayload Read(string json) =>
        Of(json) is IvmsReading.Read read ? read.Payload : throw new InvalidOperationException(Of(json).ToString());

    [Theory]
    [InlineData("identity_payload.json")]
    [InlineData("identity_payload_alt.json")]
    [InlineData("identity_payload.pb.json")]
    public void The_vectors_read_alike_in_every_spelling(string vector)
    {
        var payload = Read(File.ReadAllText(Repository.Shared("standards/ivms101/" + vector)));
        Assert.Equal("Howard, Jane", payload.Originator.Names[0]);
        Assert.Equal(2, payload.Originator.Names.Count);
        Assert.Equal(["14HmBSwec8XrcWge9Zi1ZngNia64u3Wd2v"], payload.Originator.Accounts);
        Assert.Equal(
            (true, "112502920", "2642", "1992-10-04", "West Islip, NY"),
            (
                payload.Originator.HasAddress,
                payload.Originator.NationalId,
                payload.Originator.CustomerId,
                payload.Originator.BirthDate,
                payload.Originator.BirthPlace
            )
        );
        Assert.Equal("Clark, Lawrence", payload.Beneficiary.Names[0]);
        // The protobuf vector gives the country by its English name, which is no ISO 3166-1 code.
        Assert.Equal(vector != "identity_payload.pb.json", payload.Beneficiary.HasAddress);
        Assert.Equal(("AliceCoin, Inc.", "Bob's Discount VASP, PLC"), (payload.OriginatingVasp, payload.BeneficiaryVasp));
    }

    [Fact]
    public void The_spelling_of_2023_is_read_and_named()
    {
        var payload = Read(
            """
            {"payloadMetadata":{"payloadVersion":"101.2023"},
             "originator":{"originatorPerson":[{"naturalPerson":{"name":{"nameIdentifier":[{"primaryIdentifier":"Серіков","secondaryIdentifier":"Әлихан","naturalPersonNameIdentifierType":"LEGL"}]},
               "customerIdentification":"c-1"}}],"accountNumber":["T1"]},
             "beneficiary":{"beneficiaryPerson":[{"legalPerson":{"name":{"nameIdentifier":[{"legalPersonName":"Қоржын ЖШС","legalPersonNameIdentifierType":"LEGL"}]}}}],"accountNumber":["T2"]}}
            """
        );
        Assert.Equal("2023", payload.Version);
        Assert.Equal(("Серіков, Әлихан", "c-1"), (payload.Originator.Names[0], payload.Originator.CustomerId));
        Assert.Equal(
            ("Қоржын ЖШС", true, false),
            (payload.Beneficiary.Names[0], payload.Beneficiary.IsLegalPerson, payload.Beneficiary.HasAddress)
        );
    }

    [Theory]
    [InlineData("[]", "ivms101")]
    [InlineData("""{"originator":{}}""", "ivms101")]
    [InlineData("""{"originator":{"originatorPersons":[{}]},"beneficiary":{}}""", "ivms101.originator.originatorPersons[0]")]
    [InlineData(
        """{"originator":{"originatorPersons":[{"naturalPerson":{"name":{"nameIdentifier":[{"primaryIdentifier":"A","nameIdentifierType":"KING"}]}}}]},"beneficiary":{}}""",
        "ivms101.originator.originatorPersons[0].naturalPerson.name.nameIdentifier[0].nameIdentifierType"
    )]
    [InlineData(
        """{"originator":{"originatorPersons":[{"naturalPerson":{"dateAndPlaceOfBirth":{"dateOfBirth":"1800-13-01","placeOfBirth":"A"}}}]},"beneficiary":{}}""",
        "ivms101.originator.originatorPersons[0].naturalPerson.dateAndPlaceOfBirth.dateOfBirth"
    )]
    [InlineData(
        """{"originator":{"accountNumber":["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17"]},"beneficiary":{}}""",
        "ivms101.originator.accountNumber"
    )]
    [InlineData(
        """{"originator":{"originatorPersons":[{"legalPerson":{"nationalIdentification":{"nationalIdentifier":"1","nationalIdentifierType":"LEIX"}}}]},"beneficiary":{}}""",
        "ivms101.originator.originatorPersons[0].legalPerson.nationalIdentification.nationalIdentifier"
    )]
    public void What_is_wrong_is_named_by_its_path(string json, string field)
    {
        var refused = Assert.IsType<IvmsReading.Refused>(Of(json));
        Assert.Equal(field, refused.Field);
        Assert.NotEmpty(refused.Expected);
    }
}
