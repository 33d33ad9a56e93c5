using System.Globalization;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Payments;

namespace Sunqar.Formats.Reports;

/// <summary>
/// FM-1 reports for machines. JSON: one report a line, <c>{"entity":{...},"form":{...},"operation":{...},"participants":[...]}</c>. CSV:
/// one line a participant (one without any for an operation that names nobody), so that a spreadsheet shows all four sections;
/// docs/reports.md tells the columns.
/// </summary>
public static class Fm1Table
{
    /// <summary>The columns of the CSV, in order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "entity_code",
        "entity_name",
        "entity_bin",
        "form_number",
        "form_basis",
        "form_grounds",
        "operation_id",
        "operation_kind",
        "operation_time",
        "operation_amount",
        "operation_currency",
        "operation_amount_kzt",
        "operation_state",
        "operation_terminal",
        "operation_city",
        "operation_platform",
        "operation_wallet",
        "operation_asset",
        "operation_quantity",
        "participant_role",
        "participant_person",
        "participant_account",
        "participant_card",
        "participant_iin",
        "participant_named",
        "participant_member",
    ];

    public static void WriteJson(Stream output, IEnumerable<Fm1Report> reports)
    {
        foreach (var report in reports)
        {
            using (var json = new Utf8JsonWriter(output))
            {
                json.WriteStartObject();
                json.WriteStartObject("entity");
                Optional(json, "code", report.Entity.Code);
                Optional(json, "name", report.Entity.Name);
                Optional(json, "bin", report.Entity.Bin);
                json.WriteEndObject();
                json.WriteStartObject("form");
                json.WriteString("number", report.Form.Number);
                json.WriteString("basis", Word(report.Form.Basis));
                json.WriteStartArray("grounds");
                foreach (var ground in report.Form.Grounds)
                    json.WriteStringValue(ground);
                json.WriteEndArray();
                json.WriteEndObject();
                Operation(json, report.Operation);
                json.WriteStartArray("participants");
                foreach (var participant in report.Participants)
                    Participant(json, participant);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            output.WriteByte((byte)'\n');
        }
    }

    public static void WriteCsv(Stream output, IEnumerable<Fm1Report> reports)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        text.WriteLine(string.Join(',', Columns));
        foreach (var report in reports)
        {
            foreach (var participant in report.Participants.Count == 0 ? [null] : report.Participants.Cast<Fm1Participant?>())
            {
                text.WriteLine(string.Join(',', Row(report, participant).Select(CsvField.Of)));
            }
        }
    }

    private static IEnumerable<string?> Row(Fm1Report report, Fm1Participant? participant)
    {
        var (entity, form, operation) = (report.Entity, report.Form, report.Operation);
        return
        [
            entity.Code,
            entity.Name,
            entity.Bin,
            form.Number,
            Word(form.Basis),
            string.Join('|', form.Grounds),
            operation.Id,
            operation.Kind.Name(),
            Time(operation.TimeUs),
            operation.Amount.AmountText(),
            operation.Amount.Currency.Code(),
            operation.AmountKzt?.AmountText(),
            Word(operation.State),
            operation.Terminal,
            operation.City,
            operation.Platform,
            operation.Wallet,
            operation.Asset,
            operation.Quantity?.ToString(),
            participant?.Role,
            participant?.Person,
            participant?.Account,
            participant?.Card,
            participant is null ? null : Word(participant.Iin),
            participant is null ? null : Word(participant.Named),
            participant is null ? null : Word(participant.IsMember),
        ];
    }

    private static void Operation(Utf8JsonWriter json, Fm1Operation operation)
    {
        json.WriteStartObject("operation");
        json.WriteString("id", operation.Id);
        json.WriteString("kind", operation.Kind.Name());
        json.WriteString("time", Time(operation.TimeUs));
        json.WriteString("amount", operation.Amount.AmountText());
        json.WriteString("currency", operation.Amount.Currency.Code());
        Optional(json, "amount_kzt", operation.AmountKzt?.AmountText());
        json.WriteString("state", Word(operation.State));
        Optional(json, "terminal", operation.Terminal);
        Optional(json, "city", operation.City);
        Optional(json, "platform", operation.Platform);
        Optional(json, "wallet", operation.Wallet);
        Optional(json, "asset", operation.Asset);
        Optional(json, "quantity", operation.Quantity?.ToString());
        json.WriteEndObject();
    }

    private static void Participant(Utf8JsonWriter json, Fm1Participant participant)
    {
        json.WriteStartObject();
        json.WriteString("role", participant.Role);
        Optional(json, "person", participant.Person);
        Optional(json, "account", participant.Account);
        Optional(json, "card", participant.Card);
        json.WriteString("iin", Word(participant.Iin));
        json.WriteBoolean("named", participant.Named);
        json.WriteBoolean("member", participant.IsMember);
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string Word(bool value) => value ? "true" : "false";

    private static string Time(long us) =>
        DateTime.UnixEpoch.AddMicroseconds(us).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
