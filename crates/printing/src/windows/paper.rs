//! A PDF as pictures of the printer's own dots, made by the system (`Windows.Data.Pdf`): no file, no program of others.

use windows::Data::Pdf::{PdfDocument, PdfPageRenderOptions};
use windows::Graphics::Imaging::{
    BitmapAlphaMode, BitmapDecoder, BitmapPixelFormat, BitmapTransform, ColorManagementMode,
    ExifOrientationMode,
};
use windows::Storage::Streams::{DataWriter, InMemoryRandomAccessStream};

use super::page::{Dots, Picture};
use crate::{Media, Trouble};

/// Every page; a label keeps its size to the dot, a sheet is fitted to what the printer reaches.
pub(super) fn rendered(pdf: &[u8], media: Media, dots: Dots) -> Result<Vec<Picture>, Trouble> {
    pages(pdf, media, dots).map_err(|error| Trouble::Said(error.message()))
}

fn pages(pdf: &[u8], media: Media, dots: Dots) -> windows::core::Result<Vec<Picture>> {
    let stream = InMemoryRandomAccessStream::new()?;
    let writer = DataWriter::CreateDataWriter(&stream)?;
    writer.WriteBytes(pdf)?;
    writer.StoreAsync()?.join()?;
    writer.FlushAsync()?.join()?;
    writer.DetachStream()?;
    stream.Seek(0)?;
    let document = PdfDocument::LoadFromStreamAsync(&stream)?.join()?;
    let count = document.PageCount()?;
    (0..count)
        .map(|at| {
            let page = document.GetPage(at)?;
            let options = PdfPageRenderOptions::new()?;
            let (width, height) = dots.of(media);
            options.SetDestinationWidth(width)?;
            options.SetDestinationHeight(height)?;
            let drawn = InMemoryRandomAccessStream::new()?;
            page.RenderWithOptionsToStreamAsync(&drawn, &options)?
                .join()?;
            page.Close()?;
            let decoder = BitmapDecoder::CreateAsync(&drawn)?.join()?;
            let pixels = decoder
                .GetPixelDataTransformedAsync(
                    BitmapPixelFormat::Bgra8,
                    BitmapAlphaMode::Ignore,
                    &BitmapTransform::new()?,
                    ExifOrientationMode::IgnoreExifOrientation,
                    ColorManagementMode::DoNotColorManage,
                )?
                .join()?
                .DetachPixelData()?;
            Ok(Picture {
                width: decoder.PixelWidth()?,
                height: decoder.PixelHeight()?,
                bgra: pixels.to_vec(),
            })
        })
        .collect()
}
