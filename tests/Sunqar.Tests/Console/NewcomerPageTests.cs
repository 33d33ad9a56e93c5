using System.Net;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Sunqar.Core.Acts;
using Sunqar.Server.Access;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Parts;
using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.Tests.ConsolePages;

/// <summary>A page that nobody shipped, in this one file: handed to the server, it is guarded, led to and framed as any other.</summary>
public class NewcomerPageTests
{
    private static readonly ConsolePage Tolls = new(
        new AccessLine("page:tolls", [Role.Officer]),
        "/tolls/{road?}",
        "Tolls",
        (string? road) => ConsoleEndpoints.Page<TollPage>(new { Road = road ?? "every road" })
    );

    private sealed class TollPage : ComponentBase
    {
        [Parameter]
        public string Road { get; set; } = "";

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<Shell>(0);
            builder.AddAttribute(1, "Title", "Tolls");
            builder.AddAttribute(2, "Path", "/tolls");
            builder.AddAttribute(3, "ChildContent", (RenderFragment)(content => content.AddContent(0, $"Tolls of {Road}")));
            builder.CloseComponent();
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Role.Officer, HttpStatusCode.OK)]
    [InlineData(Role.Head, HttpStatusCode.Forbidden)]
    [InlineData(Role.Overseer, HttpStatusCode.Forbidden)]
    public async Task It_is_opened_and_led_to_by_its_roles_alone(Role role, HttpStatusCode expected)
    {
        await using var server = await StaffedServer.StartAsync(pages: [Tolls]);
        using var browser = await server.SignedInAsync(role);
        var answer = await browser.GetAsync("/tolls/M36", Cancel);
        Assert.Equal(expected, answer.StatusCode);
        var isOpen = expected == HttpStatusCode.OK;
        Assert.Equal(isOpen, (await answer.Content.ReadAsStringAsync(Cancel)).Contains("Tolls of M36", StringComparison.Ordinal));
        var bar = await browser.GetStringAsync("/check", Cancel);
        Assert.Equal(isOpen, bar.Contains(">Tolls</a>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_stands_in_the_frame_and_is_marked_in_the_bar()
    {
        await using var server = await StaffedServer.StartAsync(pages: [Tolls]);
        using var browser = await server.SignedInAsync(Role.Officer);
        var page = await browser.GetStringAsync("/tolls", Cancel);
        Assert.Contains("Tolls of every road", page, StringComparison.Ordinal);
        Assert.Contains("<title>Tolls · Sunqar</title>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/tolls\" aria-current=\"page\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signed_out_it_leads_to_the_sign_in_and_unshipped_it_is_not_there()
    {
        await using var server = await StaffedServer.StartAsync(pages: [Tolls]);
        using var stranger = server.Browser();
        Assert.NotEqual(HttpStatusCode.OK, (await stranger.GetAsync("/tolls", Cancel)).StatusCode);
        await using var shipped = await StaffedServer.StartAsync();
        using var officer = await shipped.SignedInAsync(Role.Officer);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/tolls", Cancel)).StatusCode);
    }

    /// <summary>Nobody widens who may open an address by naming it again.</summary>
    [Fact]
    public void It_cannot_take_the_name_of_another() =>
        Assert.Throws<ArgumentException>(() => AccessTable.Shipped.With([new AccessLine("page:people", [Role.Nobody])]));
}
