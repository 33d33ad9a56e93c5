using System.Text;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Formats.Fm1;
using Sunqar.Formats.Forms;
using Xunit;

namespace Sunqar.Tests.Reports;

/// <summary>Forms as the house writes them: what stands where, what is told when something is missing.</summary>
public class Fm1XmlTests
{
    private const long Now = 1_768_000_000_000_000;
    private const string Root = "SignedData/Data/Root/";

    private static readonly Dictionary<string, string> Filer = new()
    {
        ["OrganisationCode"] = "011",
        ["FirstName"] = "Офицер",
        ["Phone"] = "727/1234567",
    };

    internal static Fm1Report Report(
        string id = "a",
        Fm1Basis basis = Fm1Basis.Threshold,
        Fm1State state = Fm1State.Performed,
        Currency currency = Currency.Kzt,
        string? asset = null,
        bool hasRate = true,
        string name = "Үлгі Банк"
    ) =>
        new(
            new Fm1Entity("CASPKZKA", name, "010140000008"),
            new Fm1Form(
                $"{(basis == Fm1Basis.Threshold ? 'T' : 'S')}-CASPKZKA-{id}",
                basis,
                basis == Fm1Basis.Threshold ? ["threshold_cash: cash from 10,000,000 KZT"] : ["case-1"]
            ),
            new Fm1Operation(
                id,
                PaymentKind.CashWithdrawal,
                Now,
                new Money(12_000_000_00, currency),
                hasRate ? new Money(12_000_000_00, Currency.Kzt) : null,
                state,
                "ATM-1",
                null,
                null,
                null,
                asset,
                null
            ),
            [new Fm1Participant("payer", "P-0001", null, "C-0101", IinStatus.Valid, true, false)]
        );

    internal static Fm1Filing Filing(IReadOnlyDictionary<string, string>? filer = null, string? suspicion = "5") =>
        new(Now + 1_000_000, filer ?? Filer, new Dictionary<string, IReadOnlyDictionary<string, string>>(), suspicion, new StandInSigner());

    private static FormNode Read(Fm1Document form) => Assert.IsType<FormReading.Read>(FormXml.Parse(form.Bytes, "doc.xml")).Root;

    internal static IReadOnlyList<Fm1Document> Written(params Fm1Report[] reports) =>
        Assert.IsType<Fm1Outcome.Written>(Fm1Xml.Write(reports, Filing())).Forms;

    [Fact]
    public void A_form_is_what_the_golden_file_holds()
    {
        var form = Assert.Single(Written(Report()));
        Assert.Equal([0xFF, 0xFE], form.Bytes[..2]);
        var golden = Path.Combine(Repository.Root, "tests", "Sunqar.Tests", "Reports", "fm1.golden.xml");
        Assert.Equal(File.ReadAllText(golden, Encoding.UTF8).TrimEnd(), Encoding.Unicode.GetString(form.Bytes[2..]));
    }

    public static TheoryData<Fm1State, Fm1Basis, Currency> Kinds
    {
        get
        {
            var all = new TheoryData<Fm1State, Fm1Basis, Currency>();
            foreach (var state in Enum.GetValues<Fm1State>())
            {
                foreach (var basis in Enum.GetValues<Fm1Basis>())
                {
                    foreach (var currency in (Currency[])[Currency.Kzt, Currency.Usd, Currency.Usdt])
                        all.Add(state, basis, currency);
                }
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_state_and_basis_fits_the_layout(Fm1State state, Fm1Basis basis, Currency currency)
    {
        var root = Read(Assert.Single(Written(Report(state: state, basis: basis, currency: currency))));
        Assert.Equal(state == Fm1State.Refused, root.Find(Root + "MessageInformation/TransactionDate") is null);
        Assert.Equal(basis == Fm1Basis.Suspicious ? "5" : null, root.Find(Root + "MessageInformation/SuspicionFirst"));
        Assert.Equal("True", root.Find(Root + "Participants/Participant/AdditionalPersonInfo/AdditionalInformationAc/FIO/@IsFioNotSetup"));
    }

    [Fact]
    public void The_same_operation_is_the_same_form_and_what_it_says_another_version()
    {
        var (first, again) = (Written(Report())[0], Written(Report())[0]);
        Assert.Equal((first.Guid, first.Version), (again.Guid, again.Version));
        var later = Written(Report(state: Fm1State.Reversed, name: "Басқа Банк"))[0];
        Assert.Equal(first.Guid, later.Guid);
        Assert.NotEqual(first.Version, later.Version);
        Assert.NotEqual(first.Guid, Written(Report("b"))[0].Guid);
    }

    [Fact]
    public void A_suspicious_form_is_linked_with_the_threshold_form_of_its_operation()
    {
        var forms = Written(Report(), Report(basis: Fm1Basis.Suspicious), Report("b", Fm1Basis.Suspicious));
        var threshold = Read(forms[0]).Find(Root + "MessageInformation/MessageNumber");
        Assert.Equal(threshold, Read(forms[1]).Find(Root + "References/Reference/ReferenceOperationNumber"));
        Assert.Equal("1", Read(forms[1]).Find(Root + "MessageInformation/ReferCount"));
        Assert.All((Fm1Document[])[forms[0], forms[2]], form => Assert.Equal("0", Read(form).Find(Root + "MessageInformation/ReferCount")));
        Assert.Equal(
            [
                [],
                ["case-1"],
                ["case-1"],
            ],
            forms.Select(form => form.Cases)
        );
    }

    [Fact]
    public void Whoever_files_names_participants_by_their_pseudonyms()
    {
        var filing = Filing() with
        {
            People = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["C-0101"] = new Dictionary<string, string>
                {
                    ["AdditionalPersonInfo/AdditionalInformationAc/FIO/FirstName"] = "Әлия",
                    ["AdditionalPersonInfo/AdditionalInformationAc/FIO/SecondName"] = "Үлгі",
                },
            },
        };
        var form = Assert.Single(Assert.IsType<Fm1Outcome.Written>(Fm1Xml.Write([Report()], filing)).Forms);
        var participant = Read(form).Child("SignedData")!.Child("Data")!.Child("Root")!.Child("Participants")!.Child("Participant")!;
        Assert.Equal("Үлгі", participant.Find("AdditionalPersonInfo/AdditionalInformationAc/FIO/SecondName"));
        Assert.Null(participant.Find("AdditionalPersonInfo/AdditionalInformationAc/FIO/@IsFioNotSetup"));
    }

    public static TheoryData<string, string> Missing =>
        new()
        {
            { "entity", "ExportData/SignedData/Data/Root/PersonalData/OrganisationCode" },
            { "name", "ExportData/SignedData/Data/Root/PersonalData/Organisation" },
            { "forbidden", "ExportData/SignedData/Data/Root/PersonalData/Organisation" },
            { "suspicion", "ExportData/SignedData/Data/Root/MessageInformation/SuspicionFirst" },
            { "rate", "ExportData/SignedData/Data/Root/MessageInformation/AmountCurrencyTenge" },
            { "number", "ExportData/SignedData/Data/Root/MessageInformation/OperationNumber" },
            { "unknown", "ExportData/SignedData/Data/Root/PersonalData/Nothing" },
            { "unwritable", "ExportData/SignedData/Data/Root/PersonalData/<a b>" },
            { "half", "ExportData/SignedData/Data/Root/PersonalData/JobName" },
        };

    [Theory]
    [MemberData(nameof(Missing))]
    public void What_is_missing_or_wrong_keeps_every_form_back_and_is_told_with_its_place(string what, string place)
    {
        var report = what switch
        {
            "name" => Report(name: ""),
            "forbidden" => Report(name: "A & B"),
            "suspicion" => Report(basis: Fm1Basis.Suspicious),
            "rate" => Report(hasRate: false),
            "number" => Report(new string('7', 31)),
            _ => Report(),
        };
        var filer = new Dictionary<string, string>(Filer);
        if (what == "entity")
            filer.Remove("OrganisationCode");
        if (what is "unknown" or "unwritable" or "half")
            filer[place[(place.LastIndexOf('/') + 1)..]] = what == "half" ? "\ud800" : "x";
        var outcome = Fm1Xml.Write([Report("good"), report], Filing(filer, what == "suspicion" ? null : "5"));
        var faults = Assert.IsType<Fm1Outcome.Refused>(outcome).Faults;
        Assert.Contains(faults, one => one.Number == report.Form.Number && one.Fault.Place == place);
        Assert.All(faults, one => Assert.Equal(place, one.Fault.Place));
    }

    [Fact]
    public void Tokens_are_told_in_tenge_and_in_words()
    {
        var message = Read(Assert.Single(Written(Report(currency: Currency.Usdt))))
            .Child("SignedData")!
            .Child("Data")!
            .Child("Root")!
            .Child("MessageInformation")!;
        Assert.Equal(("398", "12000000.00"), (message.Find("CurrencyCodeId"), message.Find("AmountCurrency")));
        Assert.Contains("USDT", message.Find("MoreInformation"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_stand_in_signature_says_that_it_is_one() =>
        Assert.StartsWith(
            "TEST SIGNATURE",
            Encoding.ASCII.GetString(Convert.FromBase64String(Read(Written(Report())[0]).Find("SignedData/Signature")!)),
            StringComparison.Ordinal
        );

    /// <summary>Every kind of payment has its code of operation, every state, basis and role what is sent for it.</summary>
    [Fact]
    public void The_layout_knows_all_that_the_house_may_send()
    {
        Assert.All(Enum.GetValues<PaymentKind>(), kind => Assert.NotNull(Fm1Xml.Layout.Map("operation", kind.Name())));
        Assert.All(Enum.GetValues<Fm1State>(), state => Assert.NotNull(Fm1Xml.Layout.Map("state", state.ToString().ToLowerInvariant())));
        Assert.All(Enum.GetValues<Fm1Basis>(), basis => Assert.NotNull(Fm1Xml.Layout.Map("reason", basis.ToString().ToLowerInvariant())));
        Assert.All(
            (string[])["payer", "payee"],
            role => Assert.NotNull(Fm1Xml.Layout.Map("member", role) ?? Fm1Xml.Layout.Map("view", role))
        );
    }

    public static TheoryData<string, bool, string> BadDetails =>
        new()
        {
            { "[]", false, "f: it is no such object" },
            { "{\"a\": 1}", false, "f: it is no such object" },
            { "{\"a\": \"1\", \"a\": \"2\"}", false, "f: it is no such object" },
            { "{\"a\":", false, "f: it is no such object" },
            { "{\"participant\":\"P\"}\n{}", true, "f: line 2: it names no \"participant\"" },
            { "{\"participant\":\"P\"}\n\n{\"participant\":\"P\"}", true, "f: line 3: its participant stands twice" },
        };

    [Theory]
    [MemberData(nameof(BadDetails))]
    public void Details_that_do_not_fit_are_refused_with_their_line(string text, bool areLines, string expected) =>
        Assert.StartsWith(
            expected,
            Assert.IsType<Fm1DetailsReading.Refused>(Fm1Details.Parse(text, "f", areLines)).Fault.ToString(),
            StringComparison.Ordinal
        );
}
