using System.Buffers.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Registry;
using Sunqar.Core.Times;
using Sunqar.Server.Access;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;

namespace Sunqar.Server.Confirmations;

/// <summary>What supervisors decide about confirmations: from when on a bank's word counts no more, and which verifier is
/// believed.</summary>
internal static class SupervisorEndpoints
{
    public static void Map(IEndpointRouteBuilder app, ActDoor acts, RegistryDoor registry)
    {
        app.MapGet("/confirmations", (HttpContext http) => Page(http, acts, registry)).WithName("page:confirmations");
        app.MapCommand(
            "/confirmations/words",
            "word:end",
            form => new EndWord(
                form.Key,
                form.Text("basis", 300),
                form.Text("institution", 32),
                form.Text("means", 16) == "device" ? ProofMeans.Device
                    : form.Text("means", 16) == "biometrics" ? ProofMeans.Biometrics
                    : ProofMeans.None,
                DateOnly.TryParseExact(form.Text("from", 10), "yyyy-MM-dd", out var day) ? LocalTime.Kazakhstan.StartUs(day) : 0,
                registry.Current ?? RegistrySnapshot.Empty
            ),
            (_, _) => "/confirmations"
        );
        app.MapCommand(
            "/confirmations/verifiers",
            "verifier:pin",
            form => new PinVerifier(form.Key, form.Text("basis", 300), form.Text("institution", 32), PointOf(form.Text("public_key", 160))),
            (_, _) => "/confirmations"
        );
        app.MapCommand(
            "/confirmations/verifiers/{key}/end",
            "verifier:end",
            form => new EndVerifier(form.Key, form.Route("key"), form.Text("reason", 500)),
            (_, _) => "/confirmations"
        );
    }

    /// <summary>Empty where the text is no key, which the command refuses.</summary>
    private static string PointOf(string text) =>
        Base64Url.IsValid(text) && Es256.ReadSpki(Base64Url.DecodeFromChars(text)) is { } point ? point : "";

    private static IResult Page(HttpContext http, ActDoor acts, RegistryDoor registry)
    {
        var (verifiers, keys) = acts.Current is { } desk
            ? desk.Read(state =>
                (state.Of<ConfirmationBook>().Verifiers.ToList(), state.Of<ConfirmationBook>().Keys.Where(key => key.IsGood).ToList())
            )
            : ([], []);
        var people = keys.GroupBy(key => key.Enrolled.Device)
            .ToDictionary(group => group.Key, group => group.Select(key => key.Enrolled.Person).Distinct().Count());
        var devices = keys.GroupBy(key => key.Enrolled.Person)
            .ToDictionary(group => group.Key, group => group.Select(key => key.Enrolled.Device).Distinct().Count());
        return ConsoleEndpoints.Page<ConfirmationsPage>(
            new
            {
                Words = (registry.Current ?? RegistrySnapshot.Empty)
                    .WordsEnding.OrderBy(one => one.Institution, StringComparer.Ordinal)
                    .ToList(),
                Verifiers = verifiers.OrderBy(one => one.Pinned.Institution, StringComparer.Ordinal).ToList(),
                Good = keys.Count,
                Shared = keys.Count(key => people[key.Enrolled.Device] > ConfirmationLimits.PeopleOnDeviceMax),
                Many = keys.Count(key => devices[key.Enrolled.Person] > ConfirmationLimits.DevicesOfPersonMax),
                By = http.Actor(),
            }
        );
    }
}
