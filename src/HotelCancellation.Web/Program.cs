using HotelCancellation.Api;
using HotelCancellation.Serving;
using HotelCancellation.Web;

if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(args);
}

return await WebHost.RunOrExplainAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.UseWebDefaults();
    builder.Services.BeginToLoadBundle(builder.Configuration);
    builder.Services.AddHotelCancellationApi(builder.Configuration);
    builder.Services.AddSchedules(builder.Configuration);

    var app = builder.Build();
    _ = app.Services.BeginToLoadChampion();
    app.UseHotelCancellationApi();
    app.UseInputAsLifeline();
    return app;
});
